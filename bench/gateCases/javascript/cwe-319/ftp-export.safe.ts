import { Client } from "basic-ftp";

export async function uploadPatients(file: string) {
  const client = new Client(10_000);
  try {
    await client.access({
      host: "ftp.clinic.example",
      user: process.env.FTP_USER,
      password: process.env.FTP_PASSWORD,
      secure: true,
    });
    await client.uploadFrom(file, "patients.csv");
  } finally {
    client.close();
  }
}
