"""Many activities from one file, through the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

REGISTRAR = ("--actor", "van-thu-a", "--office", "vu-cai-cach-hanh-chinh/theo-doi-bao-cao")
STATION = "dai-truyen-hinh-viet-nam"


def test_a_year_of_broadcasts_of_a_station_is_one_file(april: Any, tmp_path: Path) -> None:
    """Each is credited to the week of its day, on behalf of the station; none of a week makes up for another."""
    file = tmp_path / "phat-song.csv"
    rows = ["fact,on,body,programme,minutes"]
    rows += [f"broadcast.aired,{day}/03/2024,{STATION},Cải cách,20" for day in (4, 11, 18, 25, 26)]
    file.write_text("\n".join(rows), encoding="utf-8")
    sent = ("record", "import", str(file), *REGISTRAR, "--clock", "2024-04-02T08:00")
    assert april.refused(*sent)["place"] == "phat-song.csv:2"  # weeks that are over want a reason
    april.ask(*sent, "--late", "Đài gửi danh sách cả tháng")
    weeks = april.tasks("2024-04-01", "--duty", "par.broadcast", "--unit", STATION)
    done = [t for t in weeks if t["cell"].startswith("done")]
    assert len(done) == 4
    assert max(t["credits"] for t in weeks) == 2
