import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { Controller, Get, Injectable, NotFoundException, Param, ParseIntPipe, Query } from "@nestjs/common";
import { PatientService } from "./patient.service";

interface Sealed {
  algorithm: string;
  nonce: string;
  tag?: string;
  body: string;
}

const SUITES = {
  modern: { name: "aes-256-gcm", keyBytes: 32, nonceBytes: 12, sealed: true },
  legacy: { name: "des-ede3-cbc", keyBytes: 24, nonceBytes: 8, sealed: false },
} as const;

@Injectable()
export class Sealer {
  private readonly suite: (typeof SUITES)[keyof typeof SUITES] = SUITES.legacy;
  private readonly secret = Buffer.from(process.env.EXPORT_KEY ?? "", "base64");

  seal(text: string): Sealed {
    const { name, keyBytes, nonceBytes, sealed } = this.suite;
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(name as "aes-256-gcm", this.secret.subarray(0, keyBytes), nonce);
    const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return {
      algorithm: name,
      nonce: nonce.toString("base64"),
      tag: sealed ? cipher.getAuthTag().toString("base64") : undefined,
      body: body.toString("base64"),
    };
  }
}

@Controller("patients")
export class ExportController {
  constructor(
    private readonly patients: PatientService,
    private readonly sealer: Sealer,
  ) {}

  @Get(":id/export")
  async export(@Param("id", ParseIntPipe) id: number, @Query("format") format = "json") {
    const patient = await this.patients.find(id);
    if (!patient) throw new NotFoundException();
    const text = format === "csv" ? Object.values(patient).join(";") : JSON.stringify(patient);
    const etag = createHash("sha256").update(text).digest("hex");
    return { etag, sealed: this.sealer.seal(text) };
  }
}
