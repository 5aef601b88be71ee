/** What the embedded PostgreSQL holds: a small shop, always the same, and the users of `npm run sandbox`'s practice. */
export const shopSchema = `
create role rds_superuser;
create role rds_iam;
create role app_readonly login in role rds_iam;
create role support_agent login;
create table customers (
  id integer generated always as identity primary key,
  name text not null,
  email text not null unique,
  country char(2) not null,
  created_at timestamptz not null
);
create table orders (
  id integer generated always as identity primary key,
  customer_id integer not null references customers (id),
  status text not null check (status in ('pending', 'paid', 'shipped', 'refunded')),
  total numeric(10, 2) not null,
  placed_at timestamptz not null
);
create index orders_customer_id_idx on orders (customer_id);
create view revenue_by_country as
  select c.country, count(*) as orders, sum(o.total) as revenue
  from orders o join customers c on c.id = o.customer_id
  where o.status <> 'refunded'
  group by c.country;
insert into customers (name, email, country, created_at) values
  ('Amara Okafor', 'amara.okafor@example.com', 'NG', '2025-01-14 08:31:02+00'),
  ('Lukas Brandt', 'lukas.brandt@example.com', 'DE', '2025-02-02 16:04:55+00'),
  ('Mei Tanaka', 'mei.tanaka@example.com', 'JP', '2025-02-19 23:47:10+00'),
  ('Sofia Marques', 'sofia.marques@example.com', 'PT', '2025-03-08 11:12:39+00'),
  ('Owen Hughes', 'owen.hughes@example.com', 'GB', '2025-03-30 19:58:21+00'),
  ('Ines Delacroix', 'ines.delacroix@example.com', 'FR', '2025-04-17 07:25:44+00');
insert into orders (customer_id, status, total, placed_at)
  select 1 + (n * 7) % 6,
         (array['paid', 'shipped', 'shipped', 'pending', 'refunded'])[1 + n % 5],
         round((19.90 + (n * 37 % 211) * 1.35)::numeric, 2),
         timestamptz '2025-05-01 09:00:00+00' + n * interval '5 hours 17 minutes'
  from generate_series(1, 120) as n;
`;
