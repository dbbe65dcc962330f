import os
import smtplib
from email.message import EmailMessage


def notify(recipient, text):
    message = EmailMessage()
    message["From"] = "noreply@example.org"
    message["To"] = recipient
    message.set_content(text)
    with smtplib.SMTP("mail.example.org", 25, timeout=10) as relay:
        relay.login("noreply", os.environ["MAIL_PASSWORD"])
        relay.send_message(message)
