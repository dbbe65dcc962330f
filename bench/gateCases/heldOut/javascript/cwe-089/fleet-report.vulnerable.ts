import { Pool } from "pg";
import { BadRequestException, Controller, Get, Injectable, Param, Query } from "@nestjs/common";

@Injectable()
export class TripRepository {
  private readonly pool = new Pool({ connectionString: process.env.FLEET_DATABASE });

  async distance(vehicle: number, condition: string): Promise<number> {
    const text = `SELECT sum(km) AS km FROM trips WHERE vehicle = $1 AND ${condition}`;
    const { rows } = await this.pool.query<{ km: string | null }>(text, [vehicle]);
    return Number(rows[0]?.km ?? 0);
  }
}

class Period {
  constructor(
    readonly begin: string,
    readonly end: string,
  ) {}

  get condition(): string {
    return `driven_at BETWEEN '${this.begin}' AND '${this.end}'`;
  }
}

function day(text: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new BadRequestException("a day looks like 2024-05-01");
  return new Date(time).toISOString().slice(0, 10);
}

@Controller("fleet")
export class FleetController {
  constructor(private readonly trips: TripRepository) {}

  @Get(":vehicle/distance")
  async distance(
    @Param("vehicle") vehicle: string,
    @Query("begin") begin: string,
    @Query("end") end: string,
    @Query("unit") unit = "km",
  ) {
    const number = Number.parseInt(vehicle, 10);
    if (Number.isNaN(number)) throw new BadRequestException("bad vehicle");
    const period = new Period(day(begin), end);
    const km = await this.trips.distance(number, period.condition);
    return { vehicle: number, distance: unit === "miles" ? km * 0.621371 : km, unit };
  }
}
