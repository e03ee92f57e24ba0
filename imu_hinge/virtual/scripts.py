"""Named, seeded sessions. Each function gives a Wearer; SCRIPTS lists them by name with a seed as the only argument."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from imu_hinge.model.inputs import Placement
from imu_hinge.virtual import acts
from imu_hinge.virtual.body import random_person
from imu_hinge.virtual.lifts import CLEAR_SIZES, LIFTS, RepPlan, natural_tempo_s, plan_reps, with_fault
from imu_hinge.virtual.performing import SetPlan, perform
from imu_hinge.virtual.radio import Radio
from imu_hinge.virtual.script import Script
from imu_hinge.virtual.sensor import Slip, random_setup
from imu_hinge.virtual.wearer import Wearer

Rng = np.random.Generator

EXERCISES = ("band_hinge", "split_stance_hinge", "band_rdl", "rdl_row", "forward_bend")
_SEATED_BASE_DEG = (6.0, 14.0)
_ORDINARY_NUISANCE = ("walk", "turn", "fidget", "step", "sit", "pick_up", "rack_lean")
_NO_BENDS = ("walk", "turn", "fidget", "step", "side_bends", "twists", "lean_back")
"""For `forward_bend`, where sitting down and picking up are forward bends like any other."""
_HARD_NUISANCE = (*_ORDINARY_NUISANCE, "put_down", "side_bends", "twists", "lean_back", "lie_down")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a session differs from the ordinary one."""

    sets: int = 3
    reps: tuple[int, int] = (6, 11)
    """Least and, exclusively, most repetitions of a set."""
    armed: bool = False
    hard: bool = False
    """Plates picked up and set down right against the sets, sets of mixed styles, every nuisance between them."""
    calibrated: bool = True
    full_bend: bool = True
    slouch_deg: float = 0.0
    """How far the wearer slumps in the calibration stances."""
    nuisance: bool = True
    styles: tuple[str, ...] = ()
    """Styles to draw from; empty for all."""
    rows: int = 3
    """Rows of each repetition of `rdl_row`."""
    fault: str = ""
    fault_size: float | None = None
    """None: CLEAR_SIZES."""
    fault_at: tuple[int, ...] = (2, 3, 5)
    """Places (from 0) of the repetitions with the fault, in every set."""
    tempo_s: tuple[float, float, float] | None = None
    person: Mapping[str, float | bool] = field(default_factory=dict)
    """Fields of Person that are not drawn."""
    setup: Mapping[str, object] = field(default_factory=dict)
    """Fields of Setup that are not drawn, for both sensors."""
    swapped: bool = False
    lead_s: float = 1.0
    """How long the wearer stands before anything else."""
    shows_sacrum: bool = False
    """First the wearer moves the sensor on the sacrum and not the other one, for the program that asks which it is."""
    radio: Radio = field(default_factory=Radio)


ORDINARY = Options()


def session(exercise: str, seed: int, options: Options = ORDINARY, name: str = "") -> Wearer:
    """A whole session of one exercise: guided calibration, a walk, sets with nuisance between, a walk, `end`."""
    rng = np.random.default_rng(seed)
    person = random_person(rng, **options.person)
    script = Script()
    if options.shows_sacrum:
        acts.pelvic_tilts(script)
    acts.stand(script, options.lead_s)
    if options.calibrated:
        bend, slouch = options.full_bend, options.slouch_deg
        acts.calibrate(script, rng, person.own_max_lumbar_deg, full_bend=bend, slouch_deg=slouch)
    for number in range(options.sets):
        _between(script, rng, exercise, options)
        _set(script, rng, exercise, options, number)
    _between(script, rng, exercise, options)
    _close(script)
    setups = {placement: random_setup(rng, **options.setup) for placement in Placement}
    return Wearer(script, person, setups, _chance(rng), options.swapped, options.radio, name or exercise, seed)


def _chance(rng: Rng) -> int:
    return int(rng.integers(2**62))


def _close(script: Script) -> None:
    script.say("end")
    acts.stand(script, 1.0)


def _between(script: Script, rng: Rng, exercise: str, options: Options) -> None:
    """A walk, and without order some of what people do between sets."""
    acts.stand(script, float(rng.uniform(1.5, 3.0)))
    acts.walk(script, rng, float(rng.uniform(4, 7)))
    if options.nuisance:
        pool = _HARD_NUISANCE if options.hard else _ORDINARY_NUISANCE
        pool = _NO_BENDS if exercise == "forward_bend" else pool
        acts.nuisances(script, rng, rng.choice(pool, 4 if options.hard else 2, replace=False).tolist())
        acts.walk(script, rng, float(rng.uniform(3.5, 6)))
    acts.stand(script, float(rng.uniform(2.5, 4.0)))


def _set(script: Script, rng: Rng, exercise: str, options: Options, number: int) -> None:
    glued = options.hard and exercise != "forward_bend"
    before, after = (glued and bool(rng.random() < 0.5) for _ in range(2))
    if before:
        acts.glued_stoop(script, rng)
    side = ("left", "right")[number % 2] if exercise == "split_stance_hinge" else None
    reps = _reps(rng, exercise, options)
    plan = SetPlan(exercise=exercise, reps=reps, side=side, armed=options.armed, tempo_s=options.tempo_s)
    perform(script, plan, settle_s=0.2 if after else 1.6)
    if after:
        acts.glued_stoop(script, rng)


def _reps(rng: Rng, exercise: str, options: Options) -> list[RepPlan]:
    rows, mixed = options.rows if exercise == "rdl_row" else 0, 0.2 if options.hard else 0.0
    reps = plan_reps(
        LIFTS[exercise], rng, int(rng.integers(*options.reps)), rows=rows, styles=options.styles, mixed=mixed
    )
    if not options.fault:
        return reps
    size = CLEAR_SIZES[options.fault] if options.fault_size is None else options.fault_size
    return with_fault(reps, options.fault, size, options.fault_at)


def seated_session(seed: int, sets: int = 3, count: int = 4) -> Wearer:
    """`forward_bend` on a chair from beginning to end, without calibration; side bends, twists, leans between."""
    rng = np.random.default_rng(seed)
    script, person = Script(), random_person(rng)
    acts.begin_seated(script)
    acts.stand(script, float(rng.uniform(3, 6)))
    for _ in range(sets):
        reps = plan_reps(LIFTS["seated_bend"], rng, count, styles=("plain", "slow", "settling"))
        target = LIFTS["seated_bend"].thorax_deg
        perform(script, SetPlan(exercise="forward_bend", reps=reps, target_deg=target, base_deg=_SEATED_BASE_DEG))
        acts.stand(script, float(rng.uniform(2, 4)))
        acts.nuisances(script, rng, rng.permutation(["side_bends", "twists", "lean_back"]).tolist())
        acts.stand(script, float(rng.uniform(8, 12)))
    _close(script)
    return Wearer(
        script, person, {p: random_setup(rng) for p in Placement}, _chance(rng), name="seated_bend", seed=seed
    )


def fault_session(fault: str, seed: int, exercise: str = "", size: float | None = None, **changes: object) -> Wearer:
    """An armed session of two plain sets in which some repetitions have one fault of this size."""
    chosen = exercise or {"row_arch_lost": "rdl_row", "side_shift": "split_stance_hinge"}.get(fault, "band_rdl")
    tempo = natural_tempo_s(LIFTS[chosen]) if fault == "tempo" else None
    options = Options(
        sets=2, reps=(8, 9), armed=True, styles=("plain",), nuisance=False, fault=fault, fault_size=size, tempo_s=tempo
    )
    return session(chosen, seed, replace(options, **changes), f"fault_{fault}")  # type: ignore[arg-type]


def dropout_session(seed: int) -> Wearer:
    """band_rdl over a bad link: loss, bursts, doubles; the sacrum lost in the first set, the thorax in the second."""
    wearer = session("band_rdl", seed, ORDINARY, "dropout")
    first, second = (s.reps[2].t_start_s + 0.5 for s in wearer.script.sets[:2])
    spans = {Placement.SACRUM: ((first, first + 8.0),), Placement.THORACIC: ((second, second + 3.0),)}
    radio = Radio(interval_s=0.045, retry=0.1, loss=0.05, bursts_per_min=4.0, doubles=0.01, dropouts_s=spans)
    return replace(wearer, radio=radio)


def _with_sacrum(wearer: Wearer, **changes: object) -> Wearer:
    """The same session with another sacrum sensor."""
    changed = replace(wearer.setups[Placement.SACRUM], **changes)  # type: ignore[arg-type]  # fields of Setup
    return replace(wearer, setups={**wearer.setups, Placement.SACRUM: changed})


def slipping_session(seed: int) -> Wearer:
    """band_rdl in which the sacrum sensor slips by 25 deg after the first set."""
    wearer = session("band_rdl", seed, ORDINARY, "slipping")
    return _with_sacrum(wearer, slips=(Slip(t_s=wearer.script.sets[0].reps[-1].t_end_s + 2.0),))


def remounted_session(seed: int) -> Wearer:
    """band_rdl in which the sacrum sensor comes loose in the second set; it is put back 9 deg off after it."""
    wearer = session("band_rdl", seed, ORDINARY, "remounted")
    reps = wearer.script.sets[1].reps
    loose = Slip(t_s=reps[2].t_start_s, duration_s=0.8, turn_deg=(15.0, 60.0, 0.0))
    again = Slip(t_s=reps[-1].t_end_s + 4.0, duration_s=0.8, turn_deg=(-15.0, -51.0, 0.0))
    return _with_sacrum(wearer, slips=(loose, again))


def dead_sensor_session(seed: int) -> Wearer:
    """band_rdl in which the sacrum sensor falls silent for good in the second set."""
    wearer = session("band_rdl", seed, ORDINARY, "dead_sensor")
    return _with_sacrum(wearer, silent_s=((wearer.script.sets[1].reps[1].t_start_s, wearer.end_s),))


def long_session(seed: int, minutes: float = 60.0) -> Wearer:
    """A sparse session of this length: two sets early, two late, walks, sitting and standing between."""
    rng = np.random.default_rng(seed)
    person = random_person(rng)
    script, options = Script(), Options(styles=("plain", "slow", "back_first"))
    acts.stand(script, 1.0)
    acts.calibrate(script, rng, person.own_max_lumbar_deg)
    quarters = (0.0, 0.3, 0.6, 0.93)
    for number, share in enumerate(quarters):
        while script.t_s < share * minutes * 60:
            acts.stand(script, float(rng.uniform(10, 40)))
            acts.nuisances(script, rng, rng.choice(_ORDINARY_NUISANCE, 2).tolist())
        _between(script, rng, "band_rdl", options)
        _set(script, rng, "band_rdl", options, number)
    acts.stand(script, max(1.0, minutes * 60 - script.t_s))
    _close(script)
    return Wearer(script, person, {p: random_setup(rng) for p in Placement}, _chance(rng), name="long", seed=seed)


def _named() -> dict[str, Callable[[int], Wearer]]:
    table: dict[str, Callable[[int], Wearer]] = {}
    for exercise in EXERCISES:
        for suffix, options in {
            "": Options(),
            "_armed": Options(armed=True),
            "_hard": Options(hard=True),
            "_uncalibrated": Options(calibrated=False),
        }.items():
            table[exercise + suffix] = partial(session, exercise, options=options, name=exercise + suffix)
    table["swapped"] = partial(session, "band_rdl", options=Options(swapped=True), name="swapped")
    for fault in CLEAR_SIZES:
        table[f"fault_{fault}"] = partial(fault_session, fault)
    return table | {
        "seated_bend": seated_session,
        "dropout": dropout_session,
        "slipping": slipping_session,
        "remounted": remounted_session,
        "dead_sensor": dead_sensor_session,
        "long": long_session,
    }


SCRIPTS = _named()
"""Every session by name: `SCRIPTS[name](seed)`."""
