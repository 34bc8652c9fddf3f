create schema ext;
create extension vector;
