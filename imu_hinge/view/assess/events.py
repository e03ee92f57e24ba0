"""The events of an assessment as plain lines. Pure."""

from imu_hinge.catalogue.assess import load_test
from imu_hinge.model.events import AssessmentStep, Captured, CaptureDropped, CaptureRefused, Event
from imu_hinge.view.words import spaced


def event_line(event: Event) -> str | None:
    """`20.1  captured  forward bend  2  52 deg`; None for what is no event of the tests, or not worth a line."""
    words = _words(event)
    return "  ".join([f"{event.t_ns / 1e9:.1f}", *words]) if words else None


def _words(event: Event) -> tuple[str, ...]:
    match event:
        case AssessmentStep(stage="done"):
            return ("tests", "done")
        case AssessmentStep(stage="stand", capture=1):
            return ("test", _title(event.test), load_test(event.test).sentence)
        case AssessmentStep(stage="move"):
            return ("go", _title(event.test), f"{event.capture} of {event.of}")
        case Captured():
            return ("captured", _title(event.test), str(event.capture), f"{event.value_deg:.0f} deg", *_pain(event))
        case CaptureRefused():
            title = (_title(event.test),) if event.test else ()
            return ("not measured", *title, spaced(event.reason), event.remedy, *_pain(event))
        case CaptureDropped():
            return ("taken back", _title(event.test), str(event.capture))
    return ()


def _title(test: str) -> str:
    return load_test(test).title


def _pain(event: Captured | CaptureRefused) -> tuple[str, ...]:
    return () if event.pain is None else (f"pain {event.pain}",)
