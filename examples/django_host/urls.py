"""The addresses of this project."""

from __future__ import annotations

from django.urls import path
from letters import views

urlpatterns = [path("letters", views.enter)]
