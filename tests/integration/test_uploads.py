"""What a store has on a server: only its own goes, and whatever was interrupted goes."""

import asyncio
import shutil
import threading

import pytest
from qdrant_client import AsyncQdrantClient, models

from recsys.cli.entry import parser
from recsys.errors import IndexUnavailable, StoreBusy
from recsys.index.server import ServerAddress, build_server_index
from recsys.index.server.names import collection_of
from recsys.store import artifacts, builds, uploads
from recsys.store.build import build
from recsys.store.open import open_recommender
from recsys.types import Profile
from tests.contracts.index_contract import USERS
from tests.integration.test_index_server import Loopback, hang_up, status
from tests.worlds import CampSource

pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect:UserWarning")
UPSERT = "/collections/{}/points"


@pytest.fixture
async def server():
    with Loopback() as made:
        made.memory = AsyncQdrantClient(":memory:")
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield made
        made.shutdown()
        thread.join()
        await made.memory.close()


async def make(store, server, users=60):
    address = ServerAddress(server.url)
    return (await asyncio.to_thread(build, CampSource(users), store, server=address)).name


async def held(server):
    answer = await server.memory.get_collections()
    return sorted(each.name for each in answer.collections)


async def count(server, build_id):
    return (await server.memory.count(collection_of(build_id))).count


async def test_a_store_removes_its_own_old_builds_only_and_says_which(tmp_path, server, capsys):
    others = await make(tmp_path / "others", server)
    old = await make(tmp_path / "own", server)
    await build_server_index(ServerAddress(server.url), "uploading-elsewhere", USERS)
    arguments = ["build", "--dataset", "sample", "--prune", "--qdrant-url", server.url]
    command = parser().parse_args([*arguments, "--out", str(tmp_path / "own")])
    assert await asyncio.to_thread(command.run, command) == 0
    current = builds.current(tmp_path / "own").name
    kept = map(collection_of, (others, current, "uploading-elsewhere"))
    assert await held(server) == sorted(kept)
    assert f"Removed from the server: {collection_of(old)}." in capsys.readouterr().err


async def test_a_store_that_lost_its_folder_removes_nothing(tmp_path, server):
    lost = await make(tmp_path / "store", server)
    shutil.rmtree(tmp_path / "store")
    fresh = await make(tmp_path / "store", server)
    assert await uploads.clear(tmp_path / "store", ServerAddress(server.url)) == []
    assert await held(server) == sorted(map(collection_of, (lost, fresh)))


async def test_an_upload_cut_off_at_any_point_is_cleared_by_the_next(tmp_path, server, monkeypatch):
    """The folder and the server are left as a kill leaves them: no clearing up ran."""
    monkeypatch.setattr(builds, "new_build_id", lambda: "20260101-000000-dead")
    name = collection_of("20260101-000000-dead")
    await make(tmp_path, server)
    shutil.rmtree(tmp_path / "20260101-000000-dead")
    monkeypatch.undo()
    await server.memory.delete(name, models.PointIdsList(points=[1, 2, 3]))
    fresh = await make(tmp_path, server)
    assert await held(server) == [collection_of(fresh)]


async def test_what_a_server_that_died_meanwhile_still_has_is_cleared_by_the_next(tmp_path, server):
    def dies(handler):
        server.scripts["/aliases"] = [hang_up] * 9
        hang_up(handler)

    dead = "20260101-000000-dead"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(builds, "new_build_id", lambda: dead)
        server.scripts[UPSERT.format(collection_of(dead))] = [dies] * 9
        with pytest.raises(IndexUnavailable):
            await make(tmp_path, server)
    assert await held(server) == [collection_of(dead)]
    server.scripts.clear()
    assert [collection_of(await make(tmp_path, server))] == await held(server)


async def test_the_ledger_knows_a_build_before_the_server_does(tmp_path, server):
    def looked(_handler):
        written.append((tmp_path / "uploads").read_text("ascii").split())
        raise ConnectionResetError

    written = []
    names = builds.new_build_id()
    server.scripts[f"/collections/{collection_of(names)}"] = [looked]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(builds, "new_build_id", lambda: names)
        with pytest.raises(IndexUnavailable):
            await make(tmp_path, server)
    assert written == [[names]]


async def test_a_server_that_lost_everything_gets_the_vectors_of_the_model_again(tmp_path, server):
    address, told = ServerAddress(server.url), []
    name = await make(tmp_path, server)
    await server.memory.delete_collection(collection_of(name))
    await uploads.ensure_uploaded(tmp_path, address, told.append)
    assert sum(told) == artifacts.read_meta(tmp_path).users == await count(server, name)
    async with await open_recommender(tmp_path, qdrant_url=server.url) as recommender:
        assert await recommender.recommend(Profile({1: 1, 2: 1}))
    before = len(server.seen)
    await uploads.ensure_uploaded(tmp_path, address, told.append)
    assert not [path for path, _ in server.seen[before:] if path.endswith("/points")]


async def test_an_embedded_build_can_be_uploaded_too(tmp_path, server):
    build(CampSource(), tmp_path)
    await uploads.ensure_uploaded(tmp_path, ServerAddress(server.url))
    async with await open_recommender(tmp_path, qdrant_url=server.url) as recommender:
        assert recommender.meta.engine == "edge"
        assert await recommender.recommend(Profile({1: 1, 2: 1}))


async def test_a_collection_that_lacks_points_is_filled_up(tmp_path, server):
    name = await make(tmp_path, server)
    await server.memory.delete(collection_of(name), models.PointIdsList(points=[1, 2, 3]))
    await uploads.ensure_uploaded(tmp_path, ServerAddress(server.url))
    assert await count(server, name) == 60


async def test_an_upload_that_is_cancelled_or_fails_can_be_made_again(tmp_path, server):
    address, name = ServerAddress(server.url), await make(tmp_path, server)
    await server.memory.delete_collection(collection_of(name))
    server.scripts[UPSERT.format(collection_of(name))] = [status(400, "planted")]
    with pytest.raises(Exception, match="planted"):
        await uploads.ensure_uploaded(tmp_path, address)
    uploading = asyncio.create_task(uploads.ensure_uploaded(tmp_path, address))
    while not server.seen[-1][0].endswith("/points"):
        await asyncio.sleep(0)
    uploading.cancel()
    await asyncio.wait([uploading])
    await uploads.ensure_uploaded(tmp_path, address)
    assert await count(server, name) == 60


async def test_one_program_at_a_time_uploads(tmp_path, server):
    with builds.locked(tmp_path), pytest.raises(StoreBusy, match="uploaded"):
        await uploads.ensure_uploaded(tmp_path, ServerAddress(server.url))
