import stat
from pathlib import Path

HOOKS = {"pre-deploy": "#!/bin/sh\nset -e\nsystemctl stop portal\n"}


def install(folder):
    for name, body in HOOKS.items():
        hook = Path(folder) / name
        hook.write_text(body, encoding="utf-8")
        hook.chmod(stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO)


install("/usr/local/lib/portal/hooks")
