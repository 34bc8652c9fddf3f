STUB st_straightskeleton(geometry) RETURNS geometry IMMUTABLE STRICT;
STUB st_approximatemedialaxis(geometry) RETURNS geometry IMMUTABLE STRICT;
STUB st_extrude(geometry, double precision, double precision, double precision) RETURNS geometry IMMUTABLE STRICT;
STUB st_tesselate(geometry) RETURNS geometry IMMUTABLE STRICT;
STUB st_volume(geometry) RETURNS double precision IMMUTABLE STRICT;
STUB st_3darea(geometry) RETURNS double precision IMMUTABLE STRICT;
STUB st_minkowskisum(geometry, geometry) RETURNS geometry IMMUTABLE STRICT;
STUB st_makesolid(geometry) RETURNS geometry IMMUTABLE STRICT;
