"""Serving with gunicorn: processes with threads, requests finished before a stop."""

from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from casework.extensions import db


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


def serve(app: Flask, *, host: str, port: int, workers: int) -> None:
    """Serve until stopped. Connections are opened anew in each process: they must not cross a fork."""
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
