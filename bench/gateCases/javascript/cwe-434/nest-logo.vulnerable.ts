import { randomUUID } from "node:crypto";
import { extname } from "node:path";
import { Controller, Post, UploadedFile, UseInterceptors } from "@nestjs/common";
import { FileInterceptor } from "@nestjs/platform-express";
import { diskStorage } from "multer";

const storage = diskStorage({
  destination: "./public/logos",
  filename: (_request, file, done) => done(null, `${randomUUID()}${extname(file.originalname)}`),
});

@Controller("logos")
export class LogoController {
  @Post()
  @UseInterceptors(FileInterceptor("logo", { storage, limits: { fileSize: 1_000_000 } }))
  upload(@UploadedFile() logo: Express.Multer.File) {
    return { url: `/logos/${logo.filename}` };
  }
}
