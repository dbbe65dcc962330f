import { createReadStream } from "node:fs";
import { join } from "node:path";
import { Controller, Get, Param, Query, StreamableFile } from "@nestjs/common";

@Controller("reports")
export class ReportController {
  private readonly base = "/var/lib/reports";

  @Get(":id")
  read(@Param("id") id: string, @Query("language") language = "en"): StreamableFile {
    const file = join(this.base, language, `${id}.pdf`);
    return new StreamableFile(createReadStream(file), { type: "application/pdf" });
  }
}
