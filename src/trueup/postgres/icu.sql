-- The embedded server has no ICU. Its predefined collations stand here under their names, so that what uses them loads;
-- they sort by code point. `version` keeps what they stand for (see catalog/introspect/collations.sql).
INSERT INTO pg_catalog.pg_collation (oid, collname, collnamespace, collowner, collprovider, collisdeterministic,
                                     collencoding, colllocale, collversion)
SELECT (16000 + row_number() OVER ())::oid, name || '-x-icu', 'pg_catalog'::regnamespace, 10, 'b', true,
       pg_char_to_encoding('UTF8'), 'C.UTF-8', 'icu:t:' || name
  FROM unnest(string_to_array(
      'und en en-US en-GB en-AU en-CA en-IN de de-DE de-AT de-CH fr fr-FR fr-CA es es-ES es-MX pt pt-BR pt-PT it it-IT '
      'nl nl-NL sv sv-SE da da-DK nb nb-NO nn no fi fi-FI pl pl-PL cs cs-CZ sk sk-SK hu hu-HU ro ro-RO ru ru-RU uk uk-UA '
      'tr tr-TR el el-GR he ar fa hi ja ja-JP ko ko-KR zh zh-Hans zh-Hant zh-Hans-CN zh-Hant-TW vi th id ms lt lv et '
      'bg hr sr sl ca eu gl ga is mk sq hy ka az kk uz bn ta te ur sw', ' ')) AS name
 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_collation AS c WHERE c.collprovider = 'i' AND c.collname = 'und-x-icu');

UPDATE pg_catalog.pg_collation SET collprovider = 'b', colllocale = 'C.UTF-8', collencoding = pg_char_to_encoding('UTF8')
 WHERE collname = 'unicode' AND collprovider = 'i'
   AND EXISTS (SELECT FROM pg_catalog.pg_collation AS c WHERE c.collversion = 'icu:t:und');
