"""The grammar of expressions (lark, LALR): tokens are told apart by what may stand at the place."""

from __future__ import annotations

import re
from typing import Final

_INNER = r"[\w*?'’.\/&-]"  # lark needs the slash escaped
_ENDS = rf"(?!{_INNER}*[\w*?])"
_KEYWORD = rf"(?:y|o|no|sin|and|or|not|without){_ENDS}"
_NAME = rf"(?:[\w*?](?:{_INNER}*[\w*?])?)"

PLAIN_VALUE: Final = re.compile(rf"(?!{_KEYWORD})(?:-(?=\d))?{_NAME}", re.IGNORECASE)
"""What can stand as a value without quotes."""

KEYWORDS: Final = frozenset(["y", "o", "no", "sin", "and", "or", "not", "without"])

GRAMMAR: Final = rf"""
?start: either
either: both (OR both)*
both: apart (AND apart)*
?apart: negated
      | apart WITHOUT negated -> without
?negated: NOT negated -> negation
        | phrase
phrase: item (GAP? item)*
?item: NAME -> name
     | QUOTED -> quoted
     | LIST -> list_name
     | NEAR either "," either ("," NAME)? ")" -> near
     | FIELD OPERATOR values -> condition
     | "(" either ")"
?values: value ("," value)* -> values
       | "(" value ("," value)* ")" -> values
!value: NAME | NUMBER | QUOTED

FIELD.5: /(?!{_KEYWORD})[^\W\d_][\w-]*(?=\s*(?:!=|<=|>=|[:=<>]))/i
OPERATOR.5: /!=|<=|>=|[:<>=]/
QUOTED.6: /=?(?:"[^"]*"|“[^”]*”|«[^»]*»)/
NEAR.4: /(?:cerca|near)\s*\(/i
WITHOUT.4: /(?:sin|without)\s*\(\s*\d+\s*(?:,\s*\d+\s*)?\)|(?:sin|without){_ENDS}/i
AND.4: /(?:y|and){_ENDS}/i
OR.4: /(?:o|or){_ENDS}/i
NOT.4: /(?:no|not){_ENDS}/i
GAP: /\[\s*(?:\d+\s*(?:[-–]\s*(?:\d+|\.\.\.|…)\s*)?|\.\.\.|…)\s*\]/
LIST: /@[^\W][\w-]*/
NUMBER.3: /-\d+(?:\.\d+)?{_ENDS}/
NAME: /(?!{_KEYWORD}){_NAME}/i
%ignore /\s+/
"""
