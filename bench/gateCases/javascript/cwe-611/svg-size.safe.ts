import { Controller, Post, UploadedFile, UseInterceptors } from "@nestjs/common";
import { FileInterceptor } from "@nestjs/platform-express";
import libxml from "libxmljs2";

@Controller("drawings")
export class DrawingController {
  private readonly strict = { pedantic: true };

  @Post("size")
  @UseInterceptors(FileInterceptor("drawing"))
  size(@UploadedFile() drawing: Express.Multer.File) {
    const text = drawing.buffer.toString("utf8");
    const document = libxml.parseXml(text, { ...this.strict });
    const title = document.get("//*[local-name()='title']");
    return { title: title?.text() ?? "", width: document.root()?.attr("width")?.value() };
  }
}
