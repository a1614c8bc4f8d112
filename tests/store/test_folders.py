"""Where the write-ahead log is not safe."""

from __future__ import annotations

from pathlib import Path

import pytest

from rmecode.store import create_store, folders, opening
from rmecode.store.folders import is_unc, network_type, synchronised_by
from tests.store.samples import AT, filled


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("/home/ana/Dropbox/tesis", "Dropbox"),
        ("/home/ana/Dropbox (Universidad)/tesis", "Dropbox (Universidad)"),
        ("/mnt/c/Users/Ana/OneDrive - Universidad/tesis", "OneDrive - Universidad"),
        ("/Users/ana/Library/CloudStorage/x", "CloudStorage"),
        ("/Users/ana/Library/Mobile Documents/com~apple~CloudDocs", "Mobile Documents"),
        ("/home/ana/GoogleDrive-ana@u.cl/tesis", "GoogleDrive-ana@u.cl"),
        ("/media/Mi unidad/tesis", "Mi unidad"),
        ("/home/ana/iCloudDrive/tesis", "iCloudDrive"),
        ("/home/ana/tesis", None),
        ("/home/ana/dropboxes/mega-red", "mega-red"),
        ("/home/ana/dropboxes/megaproyecto", None),
    ],
)
def test_folders_of_synchronising_programs_are_known(folder: str, service: str | None) -> None:
    assert synchronised_by(Path(folder)) == service


MOUNTS = r"""/dev/sda1 / ext4 rw 0 0
server:/home /home/red nfs4 rw 0 0
/dev/sda2 /home/red/local ext4 rw 0 0
//server/share /mnt/con\040espacio cifs rw 0 0
/dev/sda3 /home/twice nfs rw 0 0
/dev/sda3 /home/twice ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "network"),
    [
        ("/home/ana", None),
        ("/home/red/ana", "nfs4"),
        ("/home/redes", None),
        ("/home/red/local/ana", None),
        ("/mnt/con espacio", "cifs"),
        ("/home/twice/ana", None),
    ],
)
def test_network_disks_are_known_by_their_mount(
    tmp_path: Path, folder: str, network: str | None
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert network_type(Path(folder), mounts) == network


def test_a_system_that_lists_no_mounts_has_no_network_disk_we_know_of(tmp_path: Path) -> None:
    assert network_type(tmp_path, tmp_path / "nothing") is None


def test_windows_tells_a_network_disk_by_its_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert is_unc(r"\\server\share\tesis")
    assert is_unc(r"\\?\UNC\server\share\tesis")
    assert not is_unc(r"C:\Users\Ana")
    monkeypatch.setattr(folders, "is_unc", lambda _: True)
    monkeypatch.setattr(folders, "WINDOWS", True)
    assert network_type(tmp_path) == "SMB"


def journal(path: Path) -> bytes:
    """Return the file's two version bytes: 1 for a rollback journal, 2 for the log ahead."""
    return path.read_bytes()[18:20]


def test_an_ordinary_folder_gets_the_write_ahead_log(tmp_path: Path) -> None:
    with filled(tmp_path / "project.db") as store:
        assert store.warnings == ()
        assert (tmp_path / "project.db-wal").exists()
    assert journal(tmp_path / "project.db") == b"\2\2"


def test_a_synchronised_folder_gets_a_rollback_journal_and_a_warning(tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    with filled(folder / "project.db") as store:
        (warning,) = store.warnings
        assert str(folder) in warning
        assert len(store.sources()) == 2
        assert not (folder / "project.db-wal").exists()
    assert journal(folder / "project.db") == b"\1\1"


def test_a_network_disk_gets_a_rollback_journal_even_if_the_file_came_from_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "project.db"
    filled(path).close()
    monkeypatch.setattr(opening, "network_type", lambda _folder: "nfs4")
    with opening.open_store(path, at=AT) as store:
        assert "nfs4" in store.warnings[0]
    assert journal(path) == b"\1\1"


def test_a_new_database_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "project.db"
    create_store(path, at=AT).close()
    if folders.WINDOWS:
        pytest.skip("modes are POSIX")
    assert path.stat().st_mode & 0o777 == 0o600
