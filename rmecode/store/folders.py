"""Folders where SQLite's write-ahead log is not safe: synchronised ones and network disks."""

from __future__ import annotations

import os
import re
from pathlib import Path, PureWindowsPath
from typing import Final

SYNCHRONISED: Final = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "my drive",
    "mi unidad",
    "icloud drive",
    "iclouddrive",
    "mobile documents",
    "cloudstorage",
    "nextcloud",
    "owncloud",
    "pcloud",
    "pclouddrive",
    "mega",
    "megasync",
)
"""How the folders of synchronising programs are called, alone or with an account behind."""

NETWORK: Final = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "9p", "davfs"),
        *("ceph", "glusterfs", "lustre", "beegfs", "gpfs", "ocfs2", "gfs2", "vboxsf", "prl_fs"),
        *("fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.glusterfs"),
        *("fuse.ceph", "fuse.vmhgfs-fuse", "fuse.s3fs", "fuse.google-drive-ocamlfuse"),
        *("fuse.onedriver", "fuse.smbnetfs", "fuse.curlftpfs"),
    }
)
"""The types of network file systems, as Linux names them."""

WINDOWS: Final = os.name == "nt"
MOUNTS: Final = Path("/proc/mounts")


def synchronised_by(folder: Path) -> str | None:
    """Return the part of the folder's path that a synchronising program is known by, if any."""
    return next((part for part in folder.parts if _names_a_service(part)), None)


def network_type(folder: Path, mounts: Path = MOUNTS) -> str | None:
    """Return the network file system that the folder lies on, if it does and the system tells."""
    if WINDOWS:
        return "SMB" if is_unc(str(folder)) else None
    try:
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return None
    kind = _file_system(folder, lines)
    return kind if kind in NETWORK else None


def is_unc(folder: str) -> bool:
    r"""Tell whether a Windows path names a server (``\\server\share``)."""
    return PureWindowsPath(folder).drive.removeprefix("\\\\?\\").startswith(("\\\\", "UNC\\"))


def _names_a_service(part: str) -> bool:
    folded = part.casefold()
    return any(
        folded == name or folded.startswith((f"{name} -", f"{name}-", f"{name} ("))
        for name in SYNCHRONISED
    )


def _file_system(folder: Path, lines: list[str]) -> str:
    # The last line wins among equals: a later mount hides an earlier one on the same place.
    best, kind = -1, ""
    for line in lines:
        _device, place, file_system, *_rest = line.split(" ")
        mounted = Path(re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), place))
        if folder.is_relative_to(mounted) and len(mounted.parts) >= best:
            best, kind = len(mounted.parts), file_system
    return kind
