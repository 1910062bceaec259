"""Fetching a customer's file: the address came from outside, and the token must not follow it anywhere."""

import re
from urllib.parse import urljoin

import requests
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.util import Url, parse_url

from proalto.whatsapp.door import MediaRefused, MediaTooLarge
from proalto.whatsapp.errors import GraphTimeout
from proalto.whatsapp.transport import NETWORK_ERRORS, Bearer, outside_error, refusal

META_MEDIA_HOSTS = ("lookaside.fbsbx.com",)
_DEFAULT_PORTS = {"https": 443, "http": 80}
_MAX_REDIRECTS = 3
_CHUNK = 64 * 1024
# A backslash or a control character is where two readers of one URL see two hosts.
_CLEAN_URL = re.compile(r"[\x21-\x5b\x5d-\x7e]{1,4096}")

Origin = tuple[str, str, int]


class Downloader:
    """Fetches from Meta's media hosts over https and from the origin (scheme, host, port) of `base_url`."""

    def __init__(self, base_url: str, session: requests.Session, auth: Bearer, timeout: tuple[float, float]) -> None:
        self._session = session
        self._auth = auth
        self._timeout = timeout
        try:
            self._allowed = {("https", host, 443) for host in META_MEDIA_HOSTS} | {_origin(base_url)}
        except MediaRefused as error:
            raise ValueError("the base URL of the Graph API is not a plain http or https one") from error

    def fetch(self, url: str, limit_bytes: int) -> bytes:
        """Return the file; redirects are followed only between allowed origins.

        Raises MediaRefused, MediaTooLarge, GraphError (404: the address died, ask for a new one), GraphTimeout
        or GraphUnreachable.
        """
        for _ in range(_MAX_REDIRECTS + 1):
            if _origin(url) not in self._allowed:
                raise MediaRefused("the file's address is not one of Meta's")
            with self._get(url) as response:
                if not response.is_redirect:
                    return _content(response, limit_bytes)
                url = urljoin(url, response.headers["Location"])
        raise MediaRefused("the file's address redirects too often")

    def _get(self, url: str) -> requests.Response:
        # Compressed, a few bytes under the limit could unfold into gigabytes.
        headers = {"Accept-Encoding": "identity"}
        try:
            return self._session.get(
                url,
                auth=self._auth,
                headers=headers,
                timeout=self._timeout,
                stream=True,
                allow_redirects=False,
            )
        except NETWORK_ERRORS as error:
            raise outside_error(error) from error


def _content(response: requests.Response, limit_bytes: int) -> bytes:
    if response.status_code != 200:
        raise refusal(response, {})
    declared = response.headers.get("Content-Length", "")
    if declared.isdecimal() and int(declared) > limit_bytes:
        raise MediaTooLarge(limit_bytes)
    content = bytearray()
    try:
        for chunk in response.raw.stream(_CHUNK, decode_content=False):
            content += chunk
            if len(content) > limit_bytes:
                raise MediaTooLarge(limit_bytes)
    except HTTPError as error:
        raise GraphTimeout(f"the file stopped halfway ({type(error).__name__})") from error
    return bytes(content)


def _origin(url: str) -> Origin:
    """Return where a request for this URL would connect to, read with the parser that will connect."""
    parsed = _parsed(url)
    scheme, host = (parsed.scheme or "").lower(), (parsed.host or "").lower()
    if parsed.auth is not None or scheme not in _DEFAULT_PORTS or not host:
        raise MediaRefused("the file's address is not a plain http or https one")
    return scheme, host, parsed.port or _DEFAULT_PORTS[scheme]


def _parsed(url: str) -> Url:
    if not _CLEAN_URL.fullmatch(url):
        raise MediaRefused("the file's address has characters that an address has not")
    try:
        return parse_url(url)
    except LocationParseError:
        raise MediaRefused("the file's address cannot be read") from None
