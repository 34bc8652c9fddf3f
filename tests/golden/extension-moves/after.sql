create schema ext;
create extension vector schema ext;
