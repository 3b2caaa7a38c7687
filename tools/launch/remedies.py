"""What to tell a reader when the environment cannot be made, in English and Chinese."""

from __future__ import annotations

import re

# What pip, uv, venv and the operating systems say, and what the reader can do about it.
_REMEDIES = (
    (
        r"DO NOT MATCH THE HASHES|hash mismatch",
        "A downloaded file is not the one in requirements.lock; nothing of it was installed.\n"
        "Run again; if it repeats, the index or mirror serves altered files: use another one.\n"
        "下载的文件与 requirements.lock 中的校验值不符,未安装。请重试;若仍出错,请更换软件源镜像。",
    ),
    (
        r"no space left|not enough space|disk quota exceeded|os error 28\b|os error 112\b",
        "The disk is full. The environment needs about 2 GB: free some space and run again.\n"
        "磁盘空间不足(约需 2 GB)。请清理磁盘后重新运行。",
    ),
    (
        r"ensurepip|No module named '?venv",
        "This Python cannot make environments: its `venv` module is incomplete.\n"
        "On Debian or Ubuntu: `sudo apt install python3-venv`, then run again.\n"
        "当前 Python 缺少 venv 模块。在 Debian/Ubuntu 上请执行上述命令后重新运行。",
    ),
    (
        r"permission denied|access is denied|os error 13\b|os error 5\b",
        "A file may not be written. Close programs that use `.venv` and check the folder's "
        "permissions.\n文件无法写入。请关闭正在使用 .venv 的程序,并检查文件夹权限。",
    ),
    (
        r"failed to fetch|error sending request|dns error|connect(ion)? ?error|timed out|"
        r"connection (refused|reset)|name resolution|retrying \(|could not fetch url|"
        r"no matching distribution|newconnectionerror|proxyerror|sslerror|invalid peer certificate",
        "The package index cannot be reached, or lacks a package. Check the connection, or name "
        "a mirror and run again:\n"
        "无法访问软件包索引。请检查网络,或设置镜像后重新运行:\n"
        "    Linux, macOS:  export PIP_INDEX_URL=<address of the mirror / 镜像地址>\n"
        "    Windows:       set PIP_INDEX_URL=<address of the mirror / 镜像地址>\n"
        "With uv, UV_DEFAULT_INDEX does the same. / 使用 uv 时可设置 UV_DEFAULT_INDEX。",
    ),
)


class LaunchError(Exception):
    """The run cannot go on; the message is for the reader."""


def explain(said: str, step: str) -> LaunchError:
    """The remedy for what a tool `said`; its last lines where the cause is not known."""
    for pattern, remedy in _REMEDIES:
        if re.search(pattern, said, flags=re.IGNORECASE):
            return LaunchError(f"{step} failed.\n{remedy}")
    tail = "\n".join(said.strip().splitlines()[-8:])
    return LaunchError(
        f"{step} failed / 失败:\n{tail}\n"
        "Delete the folder .venv and run again. / 请删除 .venv 文件夹后重新运行。"
    )
