"""What goes over the wire: compressed where that gains something, kept by browsers as long as it stays the same."""

from __future__ import annotations

import gzip
import json
import re
import struct

import pytest

from chairpi.dashboard.compression import N_BYTES_WORTH_IT
from chairpi.dashboard.static_files import ASK_AGAIN, KEEP, StaticFiles
from chairpi.dashboard.web_files import web_root

ZIP = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def style(dashboard):
    """The address of the style sheet, as a page names it."""
    return re.search(r'href="(/static/v[0-9a-f]{12}/chairpi.css)"', dashboard.page())[1]


@pytest.mark.parametrize("path", ["/", "/today", "/help", "/api/v1/now"])
def test_pages_and_values_are_the_same_when_unzipped(dashboard, path):
    plain = dashboard.client.get(path)
    zipped = dashboard.client.get(path, headers=ZIP)

    assert zipped.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in zipped.vary
    assert "Accept-Encoding" in plain.vary
    assert "Content-Encoding" not in plain.headers
    assert len(zipped.data) < len(plain.data) / 2
    assert hide_tokens(gzip.decompress(zipped.data)) == hide_tokens(plain.data)


def hide_tokens(page):
    return re.sub(rb'name="csrf_token" value="[^"]+"|"age_s":\s*[\d.]+', b"", page)


def test_a_browser_that_refuses_gzip_gets_none(dashboard):
    assert "Content-Encoding" not in dashboard.client.get("/", headers={"Accept-Encoding": "gzip;q=0, br"}).headers


def test_what_fits_into_a_packet_is_sent_as_it_is(dashboard):
    answer = dashboard.client.get("/healthz", headers=ZIP)

    assert len(answer.data) < N_BYTES_WORTH_IT
    assert "Content-Encoding" not in answer.headers


def test_a_stream_is_never_held_back_for_compression(dashboard):
    with dashboard.client.get("/api/v1/live", headers=ZIP, buffered=False) as stream:
        assert "Content-Encoding" not in stream.headers
        assert next(iter(stream.response)) == b"retry: 2000\n\n"


def test_head_says_what_get_would_send(dashboard, style):
    got = dashboard.client.get(style, headers=ZIP)
    head = dashboard.client.head(style, headers=ZIP)

    assert head.data == b""
    assert [head.headers[name] for name in ("Content-Length", "Content-Encoding", "ETag", "Cache-Control")] == [
        got.headers[name] for name in ("Content-Length", "Content-Encoding", "ETag", "Cache-Control")
    ]


def test_a_static_file_is_the_file(dashboard, style):
    kept = (web_root() / "static/chairpi.css").read_bytes()

    assert dashboard.client.get(style).data == kept
    assert gzip.decompress(dashboard.client.get(style, headers=ZIP).data) == kept
    assert dashboard.client.get("/static/chairpi.css").data == kept


def test_a_versioned_address_is_kept_for_ever_and_any_other_is_asked_for_again(dashboard, style):
    assert dashboard.client.get(style).headers["Cache-Control"] == KEEP
    for path in ("/static/chairpi.css", "/static/v000000000000/chairpi.css"):
        assert dashboard.client.get(path).headers["Cache-Control"] == ASK_AGAIN


@pytest.mark.parametrize("path", ["/static/chairpi.css", "/static/icons/chairpi-192.png"])
def test_an_unchanged_file_is_not_sent_again(dashboard, path):
    tag = dashboard.client.get(path, headers=ZIP).headers["ETag"]
    again = dashboard.client.get(path, headers=ZIP | {"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == tag
    assert "Content-Encoding" not in again.headers


@pytest.mark.parametrize(
    "name", ["../app.py", "..%2f..%2fpyproject.toml", "js", "", "no.css", "js/../../templates/base.html"]
)
def test_no_name_leads_out_of_the_folder(dashboard, name):
    assert dashboard.client.get(f"/static/{name}").status_code == 404


def test_a_picture_is_not_compressed_twice(dashboard):
    answer = dashboard.client.get("/static/icons/chairpi-192.png", headers=ZIP)

    assert "Content-Encoding" not in answer.headers
    assert answer.mimetype == "image/png"


def test_a_page_names_all_modules_of_its_script_at_once(dashboard):
    page = dashboard.page()
    fetched = re.findall(r'(?:modulepreload" href|module" src)="/static/v[0-9a-f]{12}/js/([^"]+)"', page)
    needed, waiting = set(), ["now.js"]
    while waiting:
        name = waiting.pop()
        needed.add(name)
        text = (web_root() / "static/js" / name).read_text(encoding="utf-8")
        waiting += set(re.findall(r'from "\./([^"]+)"', text)) - needed

    assert fetched[-1] == "now.js"
    assert sorted(fetched) == sorted(needed)


def test_the_words_of_another_language_are_fetched_with_the_others(dashboard):
    page = dashboard.client.get("/", headers={"Accept-Language": "de"}).text

    assert re.search(r'modulepreload" href="/static/v\w+/js/words/de.js"', page)
    assert "words/de.js" not in dashboard.page()


def test_another_content_is_another_version(tmp_path):
    (tmp_path / "a.css").write_text("a {}")
    first = StaticFiles(tmp_path)
    again = StaticFiles(tmp_path)
    (tmp_path / "a.css").write_text("b {}")

    assert first.version == again.version != StaticFiles(tmp_path).version


def test_a_file_that_was_changed_since_is_not_kept_under_the_old_version(tmp_path):
    path = tmp_path / "a.css"
    path.write_text("a {}")
    files = StaticFiles(tmp_path)
    before = files.content("a.css")
    path.write_text("b {}")
    after = files.content("a.css")

    assert files.is_as_versioned("a.css", before)
    assert not files.is_as_versioned("a.css", after)
    assert after.plain == b"b {}"


def test_the_app_is_described_in_the_readers_language(dashboard):
    answer = dashboard.client.get("/manifest.webmanifest", headers={"Accept-Language": "de"})
    described = json.loads(answer.data)

    assert answer.mimetype == "application/manifest+json"
    assert (described["lang"], described["start_url"], described["scope"]) == ("de", "/", "/")
    assert [icon["purpose"] for icon in described["icons"]] == ["any", "any", "maskable"]
    for icon in described["icons"]:
        picture = dashboard.client.get(icon["src"])
        assert picture.headers["Cache-Control"] == KEEP
        assert "{}x{}".format(*struct.unpack(">II", picture.data[16:24])) == icon["sizes"]
        assert len(picture.data) < 12_000


def test_the_service_worker_speaks_for_the_whole_site_and_keeps_no_page_of_anybody(dashboard):
    answer = dashboard.client.get("/service-worker.js")
    kept = set(re.findall(r'(?:OFFLINE = |\$\{FILES\})"?([/\w.]+)', answer.text))

    assert answer.mimetype == "text/javascript"
    assert kept == {"/offline", "chairpi.css", "favicon.svg"}
    assert answer.text.count("cache.put(") == 1
    assert "pathname.startsWith(FILES)" in answer.text


def test_the_page_without_the_chair_is_the_same_for_everybody(dashboard):
    answer = dashboard.client.get("/offline")

    assert "Set-Cookie" not in answer.headers
    assert "csrf" not in answer.text
    assert "The chair cannot be reached from here." in answer.text
