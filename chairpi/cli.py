"""The command line. Each command imports what it needs, so that the dashboard's process never pays for numpy."""

from __future__ import annotations

import logging
import math
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, TextIO, TypeVar

import click

from chairpi import __version__
from chairpi.chosen_settings import Layers, with_chosen
from chairpi.clock import Clock, RealClock, ScaledClock
from chairpi.config import DEFAULT_PATH, Config, load_config
from chairpi.config_text import as_toml
from chairpi.errors import ChairPiError, ContentError
from chairpi.install.commands import COMMANDS as INSTALL_COMMANDS

F = TypeVar("F", bound=Callable[..., Any])


class PlainErrors(click.Group):
    """Says a ChairPi error in one sentence and exits with 1; anything else is a defect and shows its traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # as click declares it
        """Run the command."""
        try:
            return super().invoke(ctx)
        except ChairPiError as error:
            raise click.ClickException(str(error)) from error
        except BrokenPipeError:  # `chairpi replay ... | head` has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(cls=PlainErrors, context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.version_option(__version__, prog_name="chairpi")
def main() -> None:
    """ChairPi: an office chair that knows how you sit, and says so kindly."""


def config_option(function: F) -> F:
    """Add `--config`."""
    return click.option(
        "--config",
        "config_path",
        type=click.Path(path_type=Path, dir_okay=False),
        envvar="CHAIRPI_CONFIG",
        help=f"Configuration file; {DEFAULT_PATH} where it exists, else the defaults.",
    )(function)


def clock_option(function: F) -> F:
    """Add `--clock`, by which the demo makes its two processes agree about a faster time."""
    return click.option("--clock", "clock", callback=_clock, hidden=True, help="SPEED,MONOTONIC_S,UTC_S")(function)


def _clock(_context: click.Context, _parameter: click.Parameter, text: str | None) -> Clock:
    if text is None:
        return RealClock()
    try:
        speed, monotonic_s, utc_s = (float(part) for part in text.split(","))
        return ScaledClock(speed, origin_monotonic_s=monotonic_s, origin_utc_s=utc_s)
    except ValueError as error:
        raise click.BadParameter(f"expected SPEED,MONOTONIC_S,UTC_S: {error}") from error


def _config(path: Path | None) -> Config:
    return _layers(path).config


def _layers(path: Path | None, *, mend: bool = False) -> Layers:
    """What the configuration file says, with what was chosen in the browser over it."""
    if path is not None:
        return with_chosen(load_config(path), mend=mend)
    return with_chosen(load_config(DEFAULT_PATH) if DEFAULT_PATH.exists() else Config(), mend=mend)


def _log_to_stderr() -> None:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    logging.getLogger("waitress").setLevel(logging.WARNING)  # it tells of each phone that goes to sleep


@main.command()
@click.option("--speed", type=click.FloatRange(0.1, 3000.0), default=20.0, help="Simulated seconds in a real one.")
@click.option("--host", default="127.0.0.1", help="Address to listen on; 0.0.0.0: the whole home network.")
@click.option("--port", type=click.IntRange(1, 65535), default=8080, help="Port of the dashboard.")
@click.option(
    "--recording",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Play a recording instead of the simulated day.",
)
@click.option(
    "--data",
    "data_dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep the history here; without it, it is gone when the demo ends.",
)
@click.option("--seed", type=click.IntRange(0, 2**31), default=1, help="Another seed is another day.")
@click.option("--open/--no-open", "open_browser", default=True, help="Open a browser where there is a screen.")
def demo(
    speed: float, host: str, port: int, recording: Path | None, data_dir: Path | None, seed: int, open_browser: bool
) -> None:
    """Run everything on a simulated chair and watch a lively day in the browser.

    The chips are simulated; the driver, the core, the history and the dashboard are the real ones.
    """
    from chairpi.demo import DemoOptions, run_demo

    options = DemoOptions(
        speed=speed, host=host, port=port, recording=recording, data_dir=data_dir, seed=seed, open_browser=open_browser
    )
    sys.exit(run_demo(options, click.echo))


for command in INSTALL_COMMANDS:
    main.add_command(command)


@main.command()
@config_option
@clock_option
def sensor(config_path: Path | None, clock: Clock) -> None:
    """Read the chair: load cells, history, light, buzzer and button."""
    # Before numpy comes: for matrices this small its threads only cost.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from chairpi.notify import Notifier
    from chairpi.sensor.service import SensorService

    _log_to_stderr()
    process = SensorService(lambda: _layers(config_path, mend=True), clock, Notifier())

    def end(_number: int, _frame: FrameType | None) -> None:
        process.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    process.run()


@main.group(name="safe-mode", invoke_without_command=True)
@config_option
@click.pass_context
def safe_mode(context: click.Context, config_path: Path | None) -> None:
    """Tell whether the chair is in safe mode, in which no hardware is touched, and why."""
    context.obj = config_path
    if context.invoked_subcommand is None:
        from chairpi.safe_mode import lines

        for line in lines(_config(config_path)):
            click.echo(line)


@safe_mode.command()
@config_option
@click.pass_obj
def leave(above: Path | None, config_path: Path | None) -> None:
    """End safe mode: the chair starts as usual."""
    from chairpi.safe_mode import leave as leave_safe_mode

    click.echo(leave_safe_mode(_config(config_path or above)))


@main.command()
@config_option
@clock_option
@click.option("--host", help="Address to listen on; the configuration's web.host when not given.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; the configuration's web.port when not given.")
def web(config_path: Path | None, clock: Clock, host: str | None, port: int | None) -> None:
    """Serve the dashboard on the home network."""
    from chairpi.backup.taking import take_for_web
    from chairpi.dashboard.app import create_app
    from chairpi.dashboard.https.offer import Offer, certificates_of
    from chairpi.dashboard.server import serve, share_one_heap
    from chairpi.dashboard.settings.configured import Configured
    from chairpi.store.secret_key import secret_key

    _log_to_stderr()
    share_one_heap()
    take_for_web(Path(_layers(config_path).base.paths.data_dir))
    layers = _layers(config_path, mend=True)
    config = layers.config
    app = create_app(
        history_path=config.history_path,
        link_dir=config.runtime_dir,
        clock=clock,
        time_zone=config.web.time_zone or None,
        secret_key=secret_key(Path(config.paths.data_dir)),
        host_names=config.web.names,
        configured=Configured(layers),
        before_pairing=config.web.before_pairing,
        https=Offer(config.web.https_port, certificates_of(config)),
    )
    if serve(app, host or config.web.host, config.web.port if port is None else port):
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606  # ourselves, with the restored backup


@main.command()
@config_option
def pair(config_path: Path | None) -> None:
    """Print a one-time code that lets a browser in, for when nobody is at the chair to press its button."""
    from chairpi.pair import instructions, issue_code

    config = _config(config_path)
    for line in instructions(issue_code(config.runtime_dir, RealClock()), config):
        click.echo(line)


@main.command()
@click.option("--renew", is_flag=True, help="Make a new certificate for the dashboard now.")
@click.option("--new-authority", is_flag=True, help="Make a new authority too; each device has to trust it anew.")
@config_option
def certificates(renew: bool, new_authority: bool, config_path: Path | None) -> None:
    """Show the certificates for HTTPS, made when there are none: where they are, what they are for, and until when."""
    from chairpi.certificates.report import lines
    from chairpi.dashboard.https.offer import certificates_of

    found = certificates_of(_config(config_path))
    made = found.renew(always=renew, with_authority=new_authority)
    for line in lines(found):
        click.echo(line)
    if made:
        click.echo("The dashboard takes a new certificate within an hour, or when it is restarted.")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
@click.option("--seconds", type=click.FloatRange(1.0, 3600.0), default=4.0, help="How long to watch the cells.")
@config_option
def doctor(as_json: bool, seconds: float, config_path: Path | None) -> None:
    """Look the whole chair over and say what to do; status 1 when something needs a hand.

    Asks the running sensor process, or reads the cells itself while there is none.
    """
    import json

    from chairpi.doctor import examine, lines
    from chairpi.findings.finding import State

    report = examine(_config(config_path), seconds=seconds)
    if as_json:
        click.echo(json.dumps(report.as_record(), indent=2, ensure_ascii=False))
    else:
        for line in lines(report):
            click.echo(line)
    sys.exit(1 if report.state is State.TROUBLE else 0)


@main.command()
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write.")
@click.option("--hours", type=click.FloatRange(0.01, 24.0), default=8.0, help="Length of the day.")
@click.option("--seed", type=click.IntRange(0, 2**31), default=1, help="The same seed is the same person and day.")
@click.option(
    "--people",
    "n_people",
    type=click.IntRange(1, 1000),
    default=1,
    help="Write a file for each of so many people: day-00.csv, day-01.csv, ...; each has the seed after the one before.",
)
@click.option(
    "--jitter",
    type=click.FloatRange(0.0, 5.0),
    default=1.0,
    help="How restless people are: 1 as a rule, 2 twice as much.",
)
@click.option(
    "--cells",
    "layout",
    type=click.Choice(["four", "six", "seven"]),
    default="six",
    help="Four under the seat; six: and two in the backrest; seven: and three.",
)
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
def simulate(output: Path, hours: float, seed: int, n_people: int, jitter: float, layout: str, force: bool) -> None:
    """Write a day of simulated sitting as a labelled recording."""
    from chairpi.recordings.simulated_day import people_paths, write_day
    from chairpi.simulate.chair import Layout

    paths = [output] if n_people == 1 else people_paths(output, n_people)
    for person, path in enumerate(paths):
        n_rows = write_day(path, hours, seed + person, Layout(layout), jitter=jitter, overwrite=force)
        click.echo(f"{path}: {n_rows} rows, {hours:g} h", err=True)


@main.command()
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write.")
@click.option("--seconds", type=click.FloatRange(min=0.1), help="Stop after this time; else Ctrl-C ends it.")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
@config_option
def record(output: Path, seconds: float | None, force: bool, config_path: Path | None) -> None:
    """Record what the running chair's cells say."""
    from chairpi.record import record_live

    config = _config(config_path)
    n_rows = record_live(config.runtime_dir, output, seconds=math.inf if seconds is None else seconds, overwrite=force)
    click.echo(f"{output}: {n_rows} rows", err=True)


@main.command()
@config_option
@click.option(
    "--answers",
    type=click.File("r", encoding="utf-8"),
    help="File of answers instead of yours, one a line; - reads them from standard input.",
)
def calibrate(config_path: Path | None, answers: TextIO | None) -> None:
    """Calibrate the running chair, step by step: zero, known masses, wiring.

    Needs something whose mass you know. Say help at the prompt for all that can be said.
    """
    from chairpi.calibrate import Written
    from chairpi.calibrate import calibrate as converse

    source = Typed() if answers is None else Written(answers, click.echo)
    if not converse(_config(config_path).runtime_dir, source, click.echo):
        raise click.ClickException("the calibration was not finished; the chair goes on with the one it has")


class Typed:
    """Answers from the keyboard."""

    def next(self) -> str | None:
        """Ask for a line."""
        line: str = click.prompt("", default="", show_default=False, prompt_suffix="> ")
        return line


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-weight", is_flag=True, help="Loads in newtons, which come near to body weight; else as shares.")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
@config_option
def export(file: Path, with_weight: bool, force: bool, config_path: Path | None) -> None:
    """Write everything that is kept into one archive (ZIP) of CSV and JSON files."""
    from chairpi.export import write_export

    n_bytes = write_export(_config(config_path), file, with_weight=with_weight, overwrite=force)
    click.echo(f"{file}: {n_bytes} bytes", err=True)


@main.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-pairing", is_flag=True, help="With what lets browsers in: whoever has the file is let in too.")
@click.option("--automatic", is_flag=True, help="Into backups/ beside the data, where only some are kept.")
@click.option(
    "--reason",
    type=click.Choice(["day", "update"]),
    default="day",
    help="With --automatic: why; those before an update are kept by themselves.",
)
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
@config_option
def backup(
    file: Path | None, with_pairing: bool, automatic: bool, reason: str, force: bool, config_path: Path | None
) -> None:
    """Write everything that the chair keeps into one file, from which it can be restored, while it runs.

    Without FILE it is named by the present time, in the present directory.
    """
    from chairpi.backup.command import back_up
    from chairpi.backup.manifest import Reason

    if automatic and (file is not None or with_pairing):
        raise click.UsageError("--automatic names its files itself, and decides itself what is in them")
    why = Reason(reason) if automatic else Reason.HAND
    made = back_up(
        _layers(config_path), file, RealClock().utc_s(), reason=why, with_pairing=with_pairing, overwrite=force
    )
    click.echo(
        f"{made.path}: {made.size_bytes} bytes" if made else "Nothing is kept yet: no backup was made.", err=True
    )


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-pairing", is_flag=True, help="Let those in whom the backup lets in, and no longer those of now.")
@click.option("--dry-run", is_flag=True, help="Look the backup over, say what is in it, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@config_option
def restore(file: Path, with_pairing: bool, dry_run: bool, yes: bool, config_path: Path | None) -> None:
    """Put back what a backup holds, in place of what the chair keeps now; also while it runs."""
    from chairpi.backup.command import described, look_into
    from chairpi.backup.command import restore as put_back

    layers = _layers(config_path)
    for line in described(*look_into(file, layers)):
        click.echo(line)
    if dry_run:
        click.echo("The backup can be restored here. Nothing was changed.")
        return
    if not yes:
        click.confirm("Put this in place of everything that the chair keeps now?", abort=True)
    put_back(file, layers, RealClock(), click.echo, with_pairing=with_pairing)


@main.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
@config_option
def support(file: Path | None, force: bool, config_path: Path | None) -> None:
    """Write an archive for somebody who helps you: versions, logs, how the cells are; nothing of who sits, and no secrets.

    It is text, to be looked through before you send it; ChairPi sends it nowhere.
    """
    from chairpi.doctor import examine
    from chairpi.support.archive import write_support

    layers = _layers(config_path)
    path = write_support(layers, examine(layers.config), file, overwrite=force)
    click.echo(f"{path}: {path.stat().st_size} bytes", err=True)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line (see the help page 'Events').")
@click.option("--summary", "as_summary", is_flag=True, help="A line per hold, or per minute where there are no holds.")
@click.option("--minutes", "with_minutes", is_flag=True, help="With the event of every minute too.")
@click.option("--speed", type=click.FloatRange(min=0.001), help="Pace: recorded seconds in a real one; else at once.")
@click.option("--lenient", is_flag=True, help="Read on past rows that break the format, and say how many.")
@config_option
def replay(
    files: tuple[Path, ...],
    as_json: bool,
    as_summary: bool,
    with_minutes: bool,
    speed: float | None,
    lenient: bool,
    config_path: Path | None,
) -> None:
    """Send recordings through the same core as the live chair and print what it says."""
    from chairpi.core.events import Minute
    from chairpi.recordings.reading import open_recording
    from chairpi.replay import json_line, sentence, summary, table
    from chairpi.replay import replay as events_of

    if as_json and as_summary:
        raise click.UsageError("choose one of --json and --summary")
    settings = _config(config_path).core
    for path in files:
        with open_recording(path, lenient=lenient) as recording:
            if len(files) > 1 and not as_json:
                click.echo(f"{path}:")
            if as_summary:
                for line in table(summary(recording, settings)):
                    click.echo(line)
            else:
                clock = None if speed is None else ScaledClock(speed)
                for event in events_of(recording, settings, clock):
                    if with_minutes or not isinstance(event, Minute):
                        name = path if len(files) > 1 else None
                        click.echo(json_line(event, name) if as_json else sentence(event))
            if recording.skipped:
                click.echo(f"{path}: {recording.skipped} rows could not be read and were passed over", err=True)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object per line (see the help page 'How well it knows')."
)
@config_option
def evaluate(files: tuple[Path, ...], as_json: bool, config_path: Path | None) -> None:
    """Hold what the chair says against recordings that know better; one person a file."""
    from chairpi.evaluation.holds import judge_holds
    from chairpi.evaluation.report import evaluate as found_on
    from chairpi.evaluation.report import json_lines, table

    twice = next((path for path in files if [other.resolve() for other in files].count(path.resolve()) > 1), None)
    if twice is not None:  # its person would be judged by numbers fitted on themselves
        raise click.UsageError(f"{twice} is given more than once")
    found = found_on(files, _config(config_path).core, judge_holds)
    for line in json_lines(found) if as_json else table(found):
        click.echo(line)


@main.command()
@config_option
def config(config_path: Path | None) -> None:
    """Print the whole configuration with every key explained."""
    layers = _layers(config_path)
    click.echo(as_toml(layers.config, layers.chosen), nl=False)


@main.command()
@click.argument("what", type=click.Choice(["table", "drawing", "config.txt", "overlay"]))
@config_option
def wiring(what: str, config_path: Path | None) -> None:
    """Print how the chair is wired: a table, a drawing (SVG), the lines for config.txt, or a device-tree overlay."""
    from chairpi.wiring.drawing import drawing
    from chairpi.wiring.texts import config_txt, overlay, table

    made = {"table": table, "drawing": drawing, "config.txt": config_txt, "overlay": overlay}
    click.echo(made[what](_config(config_path)), nl=False)


@main.group()
def programme() -> None:
    """The stretch and strengthening programme: its content."""


@programme.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def check(file: Path | None) -> None:
    """Read all exercises, pictures, routines, causes and warning signs; count the exercises by cause, place and kind.

    With FILE, an export of exercises of your own, it is read together with what comes with ChairPi.
    """
    from chairpi.programme.exchange import bundle_of
    from chairpi.programme.figure.reading import load_pictures
    from chairpi.programme.library import load_library
    from chairpi.programme.overview import content_table, sums, without_picture
    from chairpi.programme.own import NOTHING_OWN
    from chairpi.programme.signs import load_signs

    try:
        load_signs()
        own = NOTHING_OWN if file is None else bundle_of(file.read_text(encoding="utf-8"), file.name)
        library = load_library(own)
        pictures = load_pictures()
    except ValueError as error:
        raise ContentError(str(error)) from error
    if missing := without_picture(library, pictures):
        raise ContentError(f"pictures: there is none for {', '.join(missing)}")
    for line in (*content_table(library), "", *sums(library)):
        click.echo(line)
