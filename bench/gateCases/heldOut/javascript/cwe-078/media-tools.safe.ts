import { exec, execFile } from "node:child_process";
import { promisify } from "node:util";
import { BadRequestException, Body, Controller, Injectable, Logger, Post } from "@nestjs/common";

const run = promisify(exec);
const runFile = promisify(execFile);

interface CutForm {
  clip: string;
  begin: string;
  end: string;
  title?: string;
}

@Injectable()
export class ClipService {
  private readonly logger = new Logger("clips");

  private time(text: string): string {
    const match = /^(\d{1,2}):(\d{2})$/.exec(text);
    if (!match) throw new BadRequestException("a time looks like 1:30");
    return `${Number(match[1]) * 60 + Number(match[2])}`;
  }

  async cut({ clip, begin, end }: CutForm): Promise<string> {
    const from = this.time(begin);
    const until = this.time(end);
    if (!/^[a-z0-9]{8}$/.test(clip)) throw new BadRequestException("no such clip");
    const output = `/srv/clips/out/${clip}.mp4`;
    await run(`ffmpeg -y -ss ${from} -to ${until} -i /srv/clips/${clip}.mp4 -c copy ${output}`);
    this.logger.log("cut done");
    return output;
  }

  async tag(file: string, title: string): Promise<void> {
    await runFile("AtomicParsley", [file, "--title", title, "--overWrite"]);
  }
}

@Controller("clips")
export class ClipController {
  constructor(private readonly clips: ClipService) {}

  @Post("cut")
  async cut(@Body() form: CutForm) {
    const output = await this.clips.cut(form);
    if (form.title) {
      await this.clips.tag(output, form.title);
    }
    return { ready: true };
  }
}
