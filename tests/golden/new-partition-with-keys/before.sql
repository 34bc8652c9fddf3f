create table p (id int not null, at date not null, primary key (id, at)) partition by range (at);
create index p_at on p (at);
