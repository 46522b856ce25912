"""What the register does for a user who has signed in to Django."""

from __future__ import annotations

import logging

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from dondoc import DondocError
from letters.beside import attached
from letters.models import Letter

log = logging.getLogger(__name__)


@login_required
@require_POST
def enter(request: HttpRequest) -> JsonResponse:
    """Enter a letter and take the step that it is for: both or neither."""
    number, subject = request.POST["number"], request.POST["subject"]
    try:
        with transaction.atomic():
            Letter.objects.create(number=number, subject=subject)
            with attached(request.user) as dondoc:  # last: from here on others wait until the commit
                receipt = dondoc.take_step(request.POST["task"], "prepare", {"subject": subject})
            # Runs when both are durable, and never when they were rolled back: the place for whatever leaves the house.
            transaction.on_commit(lambda: log.info("entered %s with %s", number, receipt.event_ids))
    except DondocError as refused:
        return JsonResponse(refused.diagnostic(), status=409)
    return JsonResponse({"event_ids": list(receipt.event_ids)}, status=201)
