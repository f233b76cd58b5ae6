"""Bulk intake end to end: good rows in, bad ones named, nothing twice, a kill costs nothing."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from casework import access, history
from casework.errors import Refused
from casework.importing import run, vault
from casework.models import Event, ImportJob, ImportRow, Ticket
from casework.sweep import sweep
from tests.cast import COMMUNITY, OTHER_COMMUNITY, Cast

HEADER = "工单编号,社区,内容,电话,姓名,类别\n"


def csv(*rows: str) -> bytes:
    return (HEADER + "".join(f"{row}\n" for row in rows)).encode()


def row(number: int, place: str = "贡院社区", category: str = "0106") -> str:
    return f"A-{number},{place},第 {number} 件,1380000{number:04d},王女士,{category}"


def carried(cast: Cast, content: bytes, who: str = "ling", source: str = "12345", **how: int) -> ImportJob:
    return run.run(run.begin(cast.actor(who), "list.csv", content, source), **how)


def test_good_rows_become_cases_and_bad_ones_are_named_by_line_and_field(cast: Cast) -> None:
    job = carried(
        cast, csv(row(1), "A-2,无此社区,x,,,", '"A-3",贡院社区,"两\n行",,,0104', row(4, category="9999"), row(5))
    )
    assert (job.good, job.bad, job.again, job.total) == (3, 2, 0, 5)
    told = [json.loads(line) for line in run.report(job)]
    assert [(one["line"], one["field"]) for one in told] == [(3, "place"), (6, "category")]
    first = access.tickets(cast.actor("mei")).order_by("id").first()
    assert (first.channel, first.data["external_no"], first.data["imported"]) == ("from_12345", "A-1", "12345")


def test_what_the_form_refuses_is_named_too(cast: Cast) -> None:
    job = carried(cast, csv("A-1,贡院社区,x,不是电话,,0106"))
    assert [json.loads(line)["field"] for line in run.report(job)] == ["phone"]


def test_identity_is_sealed_as_in_any_case(cast: Cast) -> None:
    carried(cast, csv(row(7)))
    kept = (
        str(list(Ticket.objects.values()))
        + str(list(Event.objects.values("data")))
        + str(list(ImportRow.objects.values()))
    )
    assert "王女士" not in kept
    assert "13800000007" not in kept


def test_the_same_rows_again_by_another_person_add_nothing(cast: Cast) -> None:
    carried(cast, csv(row(1), row(2)))
    job = carried(cast, csv(row(2), row(1), row(3)), who="fang")
    assert (job.good, job.again, Ticket.objects.count()) == (1, 2, 3)


def test_without_a_number_the_whole_row_is_the_key(cast: Cast) -> None:
    content = "社区,内容,类别\n贡院社区,同样的话,0104\n贡院社区,同样的话,0104\n贡院社区,别的话,0104\n".encode()
    job = carried(cast, content, source="other")
    assert (job.good, job.again) == (2, 1)


def test_an_interrupted_import_goes_on_where_it_stood(cast: Cast) -> None:
    content = csv(*(row(n) for n in range(1, 11)))
    job = run.run(run.begin(cast.actor("ling"), "list.csv", content, "12345"), seconds=0, batch=4)
    assert job.cursor == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "_write", _killed_after(2))
        with pytest.raises(KeyboardInterrupt):
            run.run(job, batch=4)
    job.refresh_from_db()
    assert (job.cursor, Ticket.objects.count()) == (4, 4)
    again = run.begin(cast.actor("ling"), "list.csv", content, "12345")
    assert again.pk == job.pk
    done = run.run(again, batch=4)
    assert (done.good, Ticket.objects.count(), done.finished_at is not None) == (10, 10, True)


def _killed_after(calls: int):
    real, count = run._write, [0]

    def write(*args, **kwargs):
        count[0] += 1
        if count[0] == calls:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    return write


def test_a_red_row_goes_to_the_district_with_its_lane(cast: Cast) -> None:
    content = "社区,内容,violence_now\n贡院社区,正在发生,是\n".encode()
    carried(cast, content, source="police")
    case = Ticket.objects.filter(parent__isnull=True).get()
    assert (case.risk, case.unit_id) == ("red", "320104")


def test_an_old_case_is_filed_as_it_ended_and_tells_nobody(cast: Cast) -> None:
    content = "社区,内容,类别,登记日期,办结方式,办结日期\n贡院社区,旧案,0104,2025-03-01,B1,2025-03-20\n".encode()
    carried(cast, content, source="ledger")
    case = Ticket.objects.get()
    assert (case.state, case.outcome, timezone.localdate(case.closed_at).isoformat()) == (
        "archived",
        "B1",
        "2025-03-20",
    )
    assert not case.clocks.filter(stopped_at__isnull=True).exists()
    assert not Event.objects.filter(outbox__isnull=False).exists()
    assert history.first_break(case, case.events.order_by("seq")) is None


def test_the_limit_counts_from_the_day_it_was_received(cast: Cast) -> None:
    content = "社区,内容,类别,登记日期\n贡院社区,来信,0104,2026-11-02\n".encode()
    carried(cast, content, source="other")
    clock = Ticket.objects.get().clocks.get(key="xf.notify")
    assert timezone.localtime(clock.started_at).isoformat()[:10] == "2026-11-02"


def test_a_row_of_another_district_is_refused(cast: Cast) -> None:
    job = carried(cast, csv(row(1, OTHER_COMMUNITY), row(2, "320105001001")))
    assert (job.good, job.bad) == (1, 1)


@pytest.mark.parametrize("who", ["lu", "an"])
def test_who_registers_no_cases_imports_none(cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refused:
        run.begin(cast.actor(who), "list.csv", csv(row(1)), "12345")
    assert refused.value.code == "forbidden"


def test_an_unknown_source_and_an_empty_file_are_refused_by_field(cast: Cast) -> None:
    for content, source, name in ((csv(row(1)), "mars", "source"), (b"", "12345", "file")):
        with pytest.raises(Refused) as refused:
            run.begin(cast.actor("ling"), "list.csv", content, source)
        assert list(refused.value.errors) == [name]


def test_the_sweep_carries_a_waiting_file_in(cast: Cast) -> None:
    job = run.begin(cast.actor("ling"), "list.csv", csv(row(1)), "12345")
    sweep()
    job.refresh_from_db()
    assert (job.good, job.finished_at is not None) == (1, True)


@pytest.mark.django_db(transaction=True)
def test_the_file_is_taken_away_when_it_is_done(cast: Cast) -> None:
    job = run.begin(cast.actor("ling"), "list.csv", csv(row(1)), "12345")
    assert b"A-1" not in vault.files.path_of(job.path).read_bytes()
    run.run(job)
    assert not vault.files.path_of(job.path).exists()


def test_a_batch_costs_a_constant_number_of_statements(cast: Cast, django_assert_max_num_queries) -> None:
    job = run.begin(cast.actor("ling"), "list.csv", csv(*(row(n) for n in range(1, 4))), "12345")
    with django_assert_max_num_queries(30):
        run.run(job)
    more = run.begin(cast.actor("ling"), "list.csv", csv(*(row(n) for n in range(10, 60))), "12345")
    with django_assert_max_num_queries(30):
        run.run(more)


def test_the_command_writes_a_report_and_says_by_its_end_that_rows_were_refused(cast: Cast, tmp_path: Path) -> None:
    file, out = tmp_path / "list.csv", tmp_path / "out.jsonl"
    file.write_bytes(csv(row(1), row(2, "无此社区")))
    with pytest.raises(SystemExit) as ended:
        call_command("import_cases", str(file), "--as", "ling", "--source", "12345", "--report", str(out))
    assert ended.value.code == 1
    assert json.loads(out.read_text(encoding="utf8"))["line"] == 3
    assert Ticket.objects.get().place_id == COMMUNITY
