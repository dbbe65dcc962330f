import { Controller, Get, Injectable, Logger, Param, ParseIntPipe, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';

interface VisitFilter {
  vet?: string;
  reason?: string;
  groupBy?: string;
}

const GROUPS: Record<string, string> = { month: 'visit_month', vet: 'vet_name' };

@Injectable()
export class VisitStats {
  private readonly logger = new Logger(VisitStats.name);

  constructor(private readonly source: DataSource) {}

  private column(filter: VisitFilter): string {
    const wanted = filter.groupBy ?? 'month';
    return Object.hasOwn(GROUPS, wanted) ? GROUPS[wanted] : wanted;
  }

  async count(clinic: number, filter: VisitFilter) {
    const column = this.column(filter);
    const values: unknown[] = [clinic];
    let where = 'clinic_id = $1';
    if (filter.vet) {
      values.push(filter.vet);
      where += ` AND vet_name = $${values.length}`;
    }
    if (filter.reason) {
      values.push(`%${filter.reason}%`);
      where += ` AND reason ILIKE $${values.length}`;
    }
    this.logger.debug(`stats for clinic ${clinic}`);
    return this.source.query(
      `SELECT ${column} AS label, count(*) AS visits FROM visit WHERE ${where} GROUP BY 1`,
      values,
    );
  }
}

@Controller('clinics/:clinic/visits')
export class VisitController {
  constructor(private readonly stats: VisitStats) {}

  @Get('stats')
  async show(
    @Param('clinic', ParseIntPipe) clinic: number,
    @Query('vet') vet?: string,
    @Query('reason') reason?: string,
    @Query('group') groupBy?: string,
  ) {
    const rows = await this.stats.count(clinic, { vet, reason, groupBy });
    return { clinic, rows };
  }
}
