import ftplib
import os
import ssl


def publish(path):
    with ftplib.FTP_TLS("files.example.org", timeout=30, context=ssl.create_default_context()) as ftp:
        ftp.login("publisher", os.environ["FTP_PASSWORD"])
        ftp.prot_p()
        with open(path, "rb") as source:
            ftp.storbinary("STOR catalogue.csv", source)


publish("catalogue.csv")
