create sequence s as int start 10 increment 2 minvalue 5 maxvalue 1000 cache 7 cycle;
