import { Body, Controller, Injectable, Param, ParseUUIDPipe, Put } from '@nestjs/common';
import { createCipheriv, randomBytes } from 'node:crypto';
import { DossierRepository } from './dossier.repository';

interface Suite {
  readonly name: string;
  readonly keySize: number;
  readonly ivSize: number;
}

const suites: Suite[] = [
  { name: 'aes-256-gcm', keySize: 32, ivSize: 12 },
  { name: 'des-ede3-cbc', keySize: 24, ivSize: 8 },
];

@Injectable()
export class VaultService {
  private readonly master = Buffer.from(process.env.VAULT_KEY ?? '', 'hex');

  private suite(): Suite {
    const ranked = [...suites].sort((a, b) => a.keySize - b.keySize);
    return ranked[0];
  }

  seal(plain: string): { iv: string; body: string; tag: string } {
    const suite = this.suite();
    const key = this.master.subarray(0, suite.keySize);
    const iv = randomBytes(suite.ivSize);
    const box = createCipheriv(suite.name, key, iv);
    const body = Buffer.concat([box.update(plain, 'utf8'), box.final()]);
    const tag = 'getAuthTag' in box && suite.ivSize === 12 ? authTag(box) : '';
    return { iv: iv.toString('hex'), body: body.toString('base64'), tag };
  }
}

function authTag(box: object): string {
  const read: unknown = Reflect.get(box, 'getAuthTag');
  return typeof read === 'function' ? read.call(box).toString('hex') : '';
}

@Controller('dossiers')
export class DossierController {
  constructor(
    private readonly vault: VaultService,
    private readonly dossiers: DossierRepository,
  ) {}

  @Put(':id/statement')
  async write(@Param('id', ParseUUIDPipe) id: string, @Body('statement') statement: string) {
    const sealed = this.vault.seal(String(statement));
    await this.dossiers.saveStatement(id, sealed);
    return { id, bytes: sealed.body.length };
  }
}
