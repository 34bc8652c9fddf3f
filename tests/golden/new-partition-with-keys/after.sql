create table p (id int not null, at date not null, primary key (id, at)) partition by range (at);
create index p_at on p (at);
create table p1 partition of p for values from ('2024-01-01') to ('2025-01-01');
create table pd partition of p default;
