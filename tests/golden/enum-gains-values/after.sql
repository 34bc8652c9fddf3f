create type mood as enum ('awful', 'sad', 'ok', 'happy');
