import base64
import io
import os
import subprocess
import threading
import time
from pathlib import Path

import httpx
import pytest
from conftest import Start
from PIL import Image

URL = "/v1/images/generations"


def drawn(answer: httpx.Response) -> list[bytes]:
    assert answer.status_code == 200, answer.text
    return [base64.b64decode(each["b64_json"]) for each in answer.json()["data"]]


def test_a_seed_is_a_picture_and_every_picture_of_a_request_has_one(asked: Start):
    client = asked()
    body = {"model": "tiny", "prompt": "a lake", "size": "96x64", "seed": 7, "quality": "hd", "user": None}
    answer = client.post(URL, json={**body, "n": 2})
    first, second = drawn(answer)
    picture = Image.open(io.BytesIO(first))
    assert (picture.format, picture.size) == ("PNG", (96, 64))
    assert first != second
    assert [each["seed"] for each in answer.json()["data"]] == [7, 8]
    assert drawn(client.post(URL, json={**body, "seed": 8})) == [second]


def test_what_is_asked_for_beyond_openais_changes_the_picture(asked: Start):
    client = asked()
    body = {"prompt": "a lake", "seed": 1}
    wishes = [{}, {"steps": 3}, {"guidance": 9}, {"negative_prompt": "boats"}]
    assert len({drawn(client.post(URL, json={**body, **wish}))[0] for wish in wishes}) == len(wishes)


def test_the_first_model_draws_where_none_is_named_as_large_as_it_does_by_itself(asked: Start):
    client = asked()
    assert [each["id"] for each in client.get("/v1/models").json()["data"]] == ["tiny", "second", "absent"]
    [first] = drawn(client.post(URL, json={"prompt": "a lake"}))
    [second] = drawn(client.post(URL, json={"prompt": "a lake", "model": "second"}))
    assert [Image.open(io.BytesIO(png)).size for png in (first, second)] == [(64, 64), (128, 64)]


def test_a_picture_can_be_fetched_by_its_address_until_it_is_too_old(asked: Start, told: dict[str, str]):
    client = asked(IMAGE_FILES_SECONDS="2", API_KEY="a-key-of-sixteen-letters")
    headers = {"authorization": "Bearer a-key-of-sixteen-letters"}
    answer = client.post(URL, json={"prompt": "a lake", "response_format": "url"}, headers=headers)
    url = answer.json()["data"][0]["url"]
    assert url.startswith(str(client.base_url))
    fetched = client.get(url)
    assert fetched.headers["content-type"] == "image/png"
    assert fetched.content.startswith(b"\x89PNG")
    until = time.monotonic() + 10
    while list(Path(told["IMAGE_FILES"]).iterdir()):
        assert time.monotonic() < until
        time.sleep(0.05)
    assert client.get(url).status_code == 404


def test_an_address_begins_as_clients_reach_the_server(asked: Start):
    client = asked(IMAGE_URL="https://images.home/")
    answer = client.post(URL, json={"prompt": "a lake", "response_format": "url"})
    assert answer.json()["data"][0]["url"].startswith("https://images.home/files/")


@pytest.mark.parametrize("path", ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "a.png", "%00"])
def test_no_path_leads_out_of_the_folder(asked: Start, path: str):
    answer = asked().get(f"/files/{path}")
    assert answer.status_code == 404
    assert answer.json()["error"]["type"] == "invalid_request_error"


def test_pictures_of_an_earlier_run_are_not_kept(asked: Start, told: dict[str, str]):
    folder = Path(told["IMAGE_FILES"])
    folder.mkdir()
    (folder / f"{'x' * 43}.png").touch()
    (folder / "somebody-elses").touch()
    asked()
    assert [each.name for each in folder.iterdir()] == ["somebody-elses"]


@pytest.mark.skipif(os.geteuid() != 0, reason="a small disk can be made by root only")
def test_a_full_disk_is_said_and_leaves_nothing_behind(asked: Start, told: dict[str, str]):
    folder = Path(told["IMAGE_FILES"])
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", folder], check=False).returncode != 0:
        pytest.skip("a small disk cannot be made here")
    try:
        answer = asked().post(URL, json={"prompt": "a lake", "response_format": "url"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (507, "disk_full")
        assert list(folder.iterdir()) == []
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def test_who_leaves_is_drawn_for_no_longer(asked: Start):
    client = asked(IMAGE_STEPS="500", IMAGE_COUNT="100")
    client.post(URL, json={"prompt": "a lake"})
    with pytest.raises(httpx.ReadTimeout):
        client.post(URL, json={"prompt": "a lake", "steps": 500, "n": 100}, timeout=1)
    until = time.monotonic() + 20
    while 'work_seconds_count{outcome="left"} 1.0' not in client.get("/metrics").text:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_what_takes_too_long_is_given_up(asked: Start):
    client = asked(TIMEOUT_SECONDS="2", IMAGE_STEPS="500", IMAGE_COUNT="100")
    answer = client.post(URL, json={"prompt": "a lake", "steps": 500, "n": 100})
    assert (answer.status_code, answer.json()["error"]["code"]) == (504, "timeout")


def test_the_memory_is_given_back_and_taken_again(asked: Start):
    client = asked()
    first = drawn(client.post(URL, json={"prompt": "a lake", "seed": 1}))
    assert "cards_holding_a_model 1.0" in client.get("/metrics").text
    assert client.post("/admin/release").json() == {"released": 1}
    assert "cards_holding_a_model 0.0" in client.get("/metrics").text
    assert drawn(client.post(URL, json={"prompt": "a lake", "seed": 1})) == first


def test_a_model_that_cannot_be_loaded_is_said_and_the_others_go_on(asked: Start):
    client = asked()
    answer = client.post(URL, json={"prompt": "a lake", "model": "absent"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "model_unavailable")
    assert "absent could not be loaded" in answer.json()["error"]["message"]
    assert drawn(client.post(URL, json={"prompt": "a lake"}))


def test_several_at_once_are_drawn_one_after_another(asked: Start):
    client = asked()
    answers: list[httpx.Response] = []
    threads = [
        threading.Thread(target=lambda: answers.append(client.post(URL, json={"prompt": "a lake", "seed": 3})))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({drawn(answer)[0] for answer in answers}) == 1


def test_nothing_of_a_prompt_is_ever_logged(asked: Start, capfd: pytest.CaptureFixture[str]):
    client = asked()
    # Longer than the model reads: its makers' code would repeat the rest of it.
    drawn(client.post(URL, json={"prompt": "confidential " * 100}))
    client.post(URL, json={"prompt": "confidential", "model": "absent"})
    said = "".join(capfd.readouterr())
    assert "could not be loaded" in said
    assert "confidential" not in said
