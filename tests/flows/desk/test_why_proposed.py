"""What the record says of why something is proposed."""

from flows.desk.open_record import open_record
from flows.triage import Determination
from tests.flows.office import CHIEF, WORKSPACE, Firm


async def test_what_would_have_changed_it(firm: Firm) -> None:
    """Shouting alone is grey; the record says what would have made it harassment."""
    case = await firm.report("intimidation")
    record = await open_record(firm.office, WORKSPACE, case, CHIEF)
    assert record.card.proposal is not None
    assert record.card.proposal.determination is Determination.GREY
    otherwise = {one.sentence.en: one.determination for one in record.otherwise}
    assert otherwise["If it had gone on after a request to stop"] is Determination.KASUHARA


async def test_nothing_would_have(firm: Firm) -> None:
    """Of a grave act it says nothing: whatever else was so, it stays what it is."""
    case = await firm.report("assault")
    assert (await open_record(firm.office, WORKSPACE, case, CHIEF)).otherwise == ()
