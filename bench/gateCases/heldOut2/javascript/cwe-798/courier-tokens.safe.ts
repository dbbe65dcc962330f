import { Body, Controller, HttpCode, Injectable, Logger, Post, UnauthorizedException } from '@nestjs/common';
import * as jwt from 'jsonwebtoken';
import { CourierDirectory } from './courier.directory';

interface SigningConfig {
  issuer: string;
  key: string;
  hint: string;
}

const signing: SigningConfig = {
  issuer: 'dispatch.example',
  key: [process.env.DISPATCH_KEY_A, process.env.DISPATCH_KEY_B].join(''),
  hint: ['rotates', 'on', 'Mondays'].join(' '),
};

@Injectable()
export class TokenMint {
  private readonly logger = new Logger(TokenMint.name);
  private readonly config = signing;

  issue(courier: number, zone: string): string {
    if (this.config.key.length < 16) {
      throw new Error(`signing key too short; ${this.config.hint}`);
    }
    this.logger.log(`token for courier ${courier}`);
    return jwt.sign({ zone }, this.config.key, {
      subject: String(courier),
      issuer: this.config.issuer,
      expiresIn: '8h',
    });
  }
}

@Controller('couriers')
export class CourierController {
  constructor(
    private readonly mint: TokenMint,
    private readonly directory: CourierDirectory,
  ) {}

  @Post('token')
  @HttpCode(200)
  async token(@Body() body: { badge?: string; pin?: string }) {
    const courier = await this.directory.check(String(body.badge ?? ''), String(body.pin ?? ''));
    if (!courier) {
      throw new UnauthorizedException('badge or pin');
    }
    return { token: this.mint.issue(courier.id, courier.zone) };
  }
}
