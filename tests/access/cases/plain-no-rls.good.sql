-- platform: postgres
CREATE ROLE web_case NOLOGIN;
CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE);
CREATE TABLE posts (id serial PRIMARY KEY, user_id int NOT NULL REFERENCES users, title text NOT NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON users, posts TO web_case;
