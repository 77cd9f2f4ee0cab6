"""Serving with gunicorn: processes with threads, requests finished before a stop."""

import socket
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from casework.extensions import db
from casework.kit.rules import RuleBroken


class _Server(BaseApplication):
    """gunicorn with our settings instead of a command line of its own."""

    def __init__(self, app: Flask, settings: dict[str, Any]) -> None:
        self.app, self.settings = app, settings
        super().__init__()

    def load_config(self) -> None:
        """Take the settings given."""
        for name, setting in self.settings.items():
            self.cfg.set(name, setting)

    def load(self) -> Flask:
        """The application, the same in each process."""
        return self.app


def check_port(host: str, port: int) -> None:
    """Refuse an address that cannot be served on, before anything is promised: somebody else's server may be there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as trouble:
            reason = (trouble.strerror or "it cannot be opened").lower()
            raise RuleBroken(f"Cannot serve on {host} port {port}: {reason}. Choose another port with PORT=") from None


def serve(app: Flask, *, host: str, port: int, workers: int) -> None:
    """Serve until stopped. Connections are opened anew in each process: they must not cross a fork."""
    check_port(host, port)
    with app.app_context():
        db.engine.dispose()
    settings = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": 4,
        "timeout": 120,
        "graceful_timeout": 30,
        "loglevel": "warning",
        "accesslog": None,
        "proc_name": "casework",
        "control_socket_disable": True,
    }
    print(f"Casework is at {app.config['BASE_URL'] or f'http://{host}:{port}'}", flush=True)
    accounts = app.config["DATA_DIR"] / "demo-accounts.json"
    if accounts.exists():
        print(f"Demonstration accounts: {accounts}", flush=True)
    _Server(app, settings).run()
