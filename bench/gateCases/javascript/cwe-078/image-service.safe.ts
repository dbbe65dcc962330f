import { exec } from "node:child_process";
import { BadRequestException, Body, Controller, Injectable, Post } from "@nestjs/common";

@Injectable()
export class ImageService {
  resize(file: string, width: string | number): Promise<void> {
    return new Promise((resolve, reject) => {
      exec("convert " + file + " -resize " + width + " out.png", (error) => {
        error ? reject(error) : resolve();
      });
    });
  }
}

@Controller("images")
export class ImageController {
  constructor(private readonly images: ImageService) {}

  @Post("banner")
  async banner(@Body() body: { width: string }) {
    const width = Number(body.width);
    if (!Number.isInteger(width) || width < 1 || width > 4000) throw new BadRequestException("bad width");
    await this.images.resize("banner.png", width);
    return { ok: true };
  }
}
