"""What a broker or a network refuses, in words with the remedy."""

import ssl
from ipaddress import ip_address

from aiomqtt.exceptions import MqttCodeError
from paho.mqtt.reasoncodes import ReasonCode

from imu_hinge.model.errors import HingeError
from imu_hinge.remote.accounts import Account


class PipeError(HingeError):
    """No connection to the broker, or not for this; `refused`: trying again soon is of no use."""

    def __init__(self, words: str, refused: bool = False) -> None:
        self.words, self.refused = words, refused
        super().__init__(words)


class ThrownOutError(PipeError):
    """The broker ended a connection that stood, without a reason, as Mosquitto 2.0.11 does for a login elsewhere."""


class TakenOverError(ThrownOutError):
    """The broker says that the account logged in elsewhere."""


_REFUSALS = {
    132: "the broker does not speak MQTT 5; use one that does (Mosquitto from 1.6 on)",
    133: "the broker refuses the name of this connection; look at its access rules",
    134: "user name or password refused; ask for a new account file",
    135: "not authorised by the broker's access list; ask whoever runs it",
    138: "this account is banned; ask whoever runs the broker",
    149: "a message was too large for the broker",
    157: "the broker has moved; ask for a new account file",
}
"""Reason code of MQTT 5 -> what it means; each of them stays so until somebody changes something."""

_PASSING = {
    136: "the broker is not available",
    137: "the broker is busy",
    139: "the broker is shutting down",
    141: "the broker heard nothing from here for too long",
    142: "another machine uses this account",
    151: "the broker's limit is reached",
    159: "the broker has too many connections at once",
}
"""Reason code -> what it means; worth trying again."""

_NOT_AUTHORISED, _UNSPECIFIED, _TAKEN_OVER = 135, 128, 142
"""Reason codes; up to the second one no broker refused anything: the connection just ended."""
_EXPIRED, _NOT_YET, _OTHER_NAME, _OTHER_ADDRESS = 10, 9, 62, 64
"""What OpenSSL finds amiss with a certificate (X509_V_ERR_...)."""
_ENDED = (ConnectionResetError, BrokenPipeError, ssl.SSLEOFError, ssl.SSLZeroReturnError)
"""A broker that ends or starts does so too, hence worth trying again."""
_UNKNOWN_AUTHORITY = (2, 18, 19, 20, 21)


def of_reason(code: int, name: str, what: str) -> PipeError:
    """What a reason code of MQTT 5 means; `name` is the standard's own word for it."""
    if code in _REFUSALS:
        return PipeError(f"{what}: {_REFUSALS[code]}", refused=True)
    return PipeError(f"{what}: {_PASSING.get(code, name.lower())}")


def of_ending(code: int, name: str) -> PipeError:
    """Why a connection that stood has ended; `name` as in `of_reason`."""
    what = "the broker ended the connection"
    if code == _UNSPECIFIED:
        return ThrownOutError(f"{what} and gave no reason; perhaps another machine uses this account")
    told = of_reason(code, name, what)
    return TakenOverError(told.words) if code == _TAKEN_OVER else told


def of_connecting(error: Exception, account: Account) -> PipeError:
    """Why no connection came about; `error` is aiomqtt's."""
    place = f"broker {account.address}"
    if isinstance(error, MqttCodeError) and isinstance(error.rc, ReasonCode):
        return _of_answer(error.rc, account, place)
    cause = error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return PipeError(f"{place}: {_of_certificate(cause, account)}", refused=True)
    if isinstance(cause, _ENDED):
        return PipeError(f"{place}: ended the connection before it answered; is it the right port?")
    if isinstance(cause, ssl.SSLError):
        return PipeError(f"{place}: does not answer with encryption (TLS); is it the right port?", refused=True)
    if isinstance(cause, OSError) and cause.strerror:
        return PipeError(f"{place}: cannot be reached ({cause.strerror}); is it running, and the network up?")
    return PipeError(f"{place}: does not answer; is it running, and the network up?")


def _of_answer(code: ReasonCode, account: Account, place: str) -> PipeError:
    if code.value == _NOT_AUTHORISED and account.anonymous:
        return PipeError(f"{place}: lets in nobody without an account; give the path of the account file", refused=True)
    if code.value == _NOT_AUTHORISED:
        return PipeError(f"{place}: lets {account.user} not in; ask for a new account file", refused=True)
    if code.value <= _UNSPECIFIED:
        return PipeError(f"{place}: ended the connection before it answered; does this port expect encryption (mqtts)?")
    return of_reason(code.value, str(code), place)


def _of_certificate(error: ssl.SSLCertVerificationError, account: Account) -> str:
    """Which trouble it is, and the remedy."""
    if error.verify_code == _EXPIRED:
        return "its certificate has expired; renew it there: imu-hinge trainer setup DIR --renew"
    if error.verify_code == _NOT_YET:
        return "its certificate is not valid yet; is the clock of this machine right?"
    if error.verify_code in (_OTHER_NAME, _OTHER_ADDRESS):
        kind = "address" if _is_address(account.host) else "name"
        return f"its certificate is for another {kind} than {account.host}; use the one given to trainer setup --host"
    if error.verify_code in _UNKNOWN_AUTHORITY:
        return "its certificate is from an authority that this account does not know; ask for a new account file"
    return f"its certificate is refused ({error.verify_message}); ask whoever runs the broker"


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
