"""Headers of every answer: what a browser may load and do, and that nothing but built files is kept in a cache."""

from flask import Flask, Response, request

# No 'unsafe-inline' anywhere: pages hold neither style attributes nor scripts of their own.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
POWERS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": POWERS,
}
HSTS = "max-age=31536000; includeSubDomains"
KEEP_FOR_A_YEAR = "public, max-age=31536000, immutable"


def init_headers(app: Flask) -> None:
    """Add the headers to every answer; a view's own Content-Security-Policy (an upload's sandbox) stays."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if app.config.get("SECURE"):
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        response.headers["Cache-Control"] = cache_rule(response.status_code)
        return response


def cache_rule(status: int) -> str:
    """How long this answer may be kept: a built file with its digest in the address for good, anything else not at all.

    A built file without a digest is asked for again each time (it answers 304 while it has not changed).
    """
    if request.endpoint != "static" or status not in (200, 206, 304):
        return "no-store"
    return KEEP_FOR_A_YEAR if request.args.get("v") else "no-cache"
