"""E-mail by Django's mail settings: SMTP, or files in <data dir>/mail when no server is set."""

import smtplib
from types import TracebackType
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from notifications.channels import Channel, Letter, Undeliverable
from notifications.models import EMAIL


class MailLine:
    """One connection to the mail server for a batch of letters."""

    def __enter__(self) -> "MailLine":
        self._connection = get_connection()
        self._connection.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def send(self, letter: Letter) -> None:
        """Hand a letter over. Its Message-ID is the notification's, so that a copy sent after a crash is recognised."""
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        headers = {"Message-ID": f"<notification-{letter.id}@{host}>", "Auto-Submitted": "auto-generated"}
        message = EmailMessage(
            letter.subject, letter.body, to=[letter.address], connection=self._connection, headers=headers
        )
        try:
            message.send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
            raise Undeliverable(type(error).__name__) from None
        except (UnicodeError, ValueError) as error:  # an address that is no address
            raise Undeliverable(type(error).__name__) from None


CHANNEL = Channel(EMAIL, reaches=lambda person: bool(person.email), opens=MailLine)
