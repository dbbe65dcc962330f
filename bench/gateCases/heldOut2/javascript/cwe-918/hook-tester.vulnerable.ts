import { BadGatewayException, Body, Controller, ForbiddenException, Injectable, Post } from '@nestjs/common';
import axios from 'axios';

interface HookRequest {
  endpoint: string;
  docs?: string;
  event: string;
}

const TENANT_HOSTS: readonly string[] = ['hooks.brick.example', 'in.mortar.example'];

@Injectable()
export class HookSender {
  permitted(address: string): boolean {
    let url: URL;
    try {
      url = new URL(address);
    } catch {
      return false;
    }
    return url.protocol === 'https:' && TENANT_HOSTS.some((host) => url.href.includes(host));
  }

  async send(address: string, event: string): Promise<number> {
    const reply = await axios.post(
      address,
      { event, sentAt: new Date().toISOString() },
      { timeout: 3000, maxRedirects: 0, validateStatus: () => true },
    );
    return reply.status;
  }
}

@Controller('hooks')
export class HookController {
  constructor(private readonly sender: HookSender) {}

  @Post('test')
  async test(@Body() body: HookRequest) {
    const endpoint = String(body.endpoint);
    const event = ['created', 'removed'].find((name) => name === body.event) ?? 'ping';
    if (!this.sender.permitted(endpoint)) {
      throw new ForbiddenException('endpoint is not registered');
    }
    try {
      const status = await this.sender.send(endpoint, event);
      return { status, delivered: status < 300, docs: body.docs ?? null };
    } catch {
      throw new BadGatewayException('endpoint did not answer');
    }
  }
}
