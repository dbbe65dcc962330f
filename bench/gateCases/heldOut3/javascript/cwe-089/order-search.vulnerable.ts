import { BadRequestException, Controller, Get, Injectable, Logger, Query } from "@nestjs/common";
import { Pool } from "pg";

const STATUSES = ["open", "paid", "sent", "returned"];
const KINDS = ["retail", "wholesale"];

interface Order {
  id: number;
  status: string;
  total_cents: number;
}

class Conditions {
  readonly clauses: string[] = ["archived = false"];
  readonly values: (string | number)[] = [];

  bind(column: string, value: string | number): void {
    this.values.push(value);
    this.clauses.push(`${column} = $${this.values.length}`);
  }

  literal(column: string, value: string): void {
    this.clauses.push(`${column} = '${value}'`);
  }

  text(): string {
    return this.clauses.join(" AND ");
  }
}

@Injectable()
export class OrderRepository {
  private readonly pool = new Pool({ max: 4 });

  async find(conditions: Conditions, limit: number): Promise<Order[]> {
    const sql = `SELECT id, status, total_cents FROM orders WHERE ${conditions.text()} LIMIT ${limit}`;
    const result = await this.pool.query<Order>(sql, conditions.values);
    return result.rows;
  }
}

function oneOf(allowed: readonly string[], value: string): void {
  if (!allowed.includes(value)) throw new BadRequestException("unknown value");
}

@Controller("orders")
export class OrderController {
  private readonly logger = new Logger("orders");

  constructor(private readonly orders: OrderRepository) {}

  @Get()
  async search(
    @Query("status") status = "open",
    @Query("kind") kind = "retail",
    @Query("customer") customer = "",
    @Query("limit") limit = "20",
  ): Promise<{ count: number; orders: Order[] }> {
    oneOf([...STATUSES, ...KINDS], kind);
    const count = Number(limit);
    if (!Number.isInteger(count) || count < 1 || count > 100) throw new BadRequestException("bad limit");

    const conditions = new Conditions();
    conditions.literal("status", status);
    conditions.bind("kind", kind);
    if (customer !== "") conditions.bind("customer_name", customer);

    const orders = await this.orders.find(conditions, count);
    this.logger.log(`${orders.length} orders found`);
    return { count: orders.length, orders };
  }
}
