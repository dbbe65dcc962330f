import ftplib
import os


def publish(path):
    with ftplib.FTP("files.example.org", timeout=30) as ftp:
        ftp.login("publisher", os.environ["FTP_PASSWORD"])
        with open(path, "rb") as source:
            ftp.storbinary("STOR catalogue.csv", source)


publish("catalogue.csv")
