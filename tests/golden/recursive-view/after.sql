create recursive view r (n) as values (1) union all select n + 1 from r where n < 5;
