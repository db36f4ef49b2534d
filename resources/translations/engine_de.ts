<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>engine</name>
        <message>
            <location filename="rqdebug/errors.py" />
            <source>column {column}: {message}</source>
            <translation>Spalte {column}: {message}</translation>
        </message>
        <message>
            <location filename="rqdebug/errors.py" />
            <source>{filename}, line {line}, column {column}: {message}</source>
            <translation>{filename}, Zeile {line}, Spalte {column}: {message}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>`{name}` is not a valid path; write, for example, payload.order.id or payload.parts[0]</source>
            <translation>`{name}` ist kein gültiger Pfad; zum Beispiel payload.order.id oder payload.parts[0] schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/filter.py" />
            <source>no filter is saved as `{name}`{hint}</source>
            <translation>Es gibt keinen gespeicherten Filter `{name}`{hint}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/filter.py" />
            <source>the filter `{name}` uses itself</source>
            <translation>Der Filter `{name}` benutzt sich selbst</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/filter.py" />
            <source>in the filter `{name}`: {message}</source>
            <translation>im Filter `{name}`: {message}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <source>a value</source>
            <translation>ein Wert</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <source>a field</source>
            <translation>ein Feld</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <source>an operator such as ==</source>
            <translation>ein Operator wie ==</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <source>`{{` or a range such as 1..5</source>
            <translation>`{{` oder ein Bereich wie 1..5</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <source>the end</source>
            <translation>das Ende</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <source>`{word}` alone is not a condition; add an operator ({signs}) and a value</source>
            <translation>`{word}` allein ist keine Bedingung; einen Operator ({signs}) und einen Wert ergänzen</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <source>`{sign}` does not apply to {name}; use one of {signs}</source>
            <translation>`{sign}` gilt nicht für {name}; einen dieser Operatoren benutzen: {signs}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <source>the filter has more than {max_depth} levels of nesting; save a part, and use it as @name</source>
            <translation>Der Filter hat mehr als {max_depth} Verschachtelungsebenen; einen Teil speichern und als @Name benutzen</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <source>there is no field `{name}`{hint}</source>
            <translation>Es gibt kein Feld `{name}`{hint}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <source>the value has an incomplete character (half of a surrogate pair); no event can match it</source>
            <translation>Der Wert enthält ein unvollständiges Zeichen (die Hälfte eines Ersatzzeichenpaars); kein Ereignis kann ihm entsprechen</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <source>the filter is incomplete; {error}</source>
            <translation>Der Filter ist unvollständig; {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <source>the text that begins here has no closing quote</source>
            <translation>Dem Text, der hier beginnt, fehlt das schließende Anführungszeichen</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <source>unexpected `{word}`; {word2}</source>
            <translation>`{word}` ist hier nicht möglich; {word2}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <source>write `{suggestions}`</source>
            <translation>`{suggestions}` schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <source>write the unit without a space before it</source>
            <translation>die Einheit ohne Leerzeichen davor schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <source>expected {others} or {last}</source>
            <translation>erwartet: {others} oder {last}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <source>expected {last}</source>
            <translation>erwartet: {last}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/literals.py" />
            <source>{example}; fractions of the smallest unit are not possible</source>
            <translation>{example}; Bruchteile der kleinsten Einheit sind nicht möglich</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/literals.py" />
            <source>at most {maximum}</source>
            <translation>höchstens {maximum}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/literals.py" />
            <source>a text such as jobs or "two words"</source>
            <translation>ein Text wie jobs oder "two words"</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/literals.py" />
            <source>a time of day such as 14:03 or 14:03:20.118</source>
            <translation>eine Uhrzeit wie 14:03 oder 14:03:20.118</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/literals.py" />
            <source>a date and time such as 2026-11-20T14:03:20, or a time of day such as 14:03</source>
            <translation>Datum und Uhrzeit wie 2026-11-20T14:03:20, oder eine Uhrzeit wie 14:03</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/literals.py" />
            <source>a number, true, false, null, or a text such as "nut"</source>
            <translation>eine Zahl, true, false, null oder ein Text wie "nut"</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/literals.py" />
            <source>; did you mean `{close}`?</source>
            <translation>; ist `{close}` gemeint?</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>`{text}` is not valid: {name} is {error}</source>
            <translation>`{text}` ist ungültig: Erlaubt für {name} ist {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>`{text}` is not a regular expression: {error}</source>
            <translation>`{text}` ist kein regulärer Ausdruck: {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>`{text}` is neither a set such as {{a, b}} nor a range such as a..b</source>
            <translation>`{text}` ist weder eine Menge wie {{a, b}} noch ein Bereich wie a..b</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>{name} has no order, so it cannot be in a range; use a set such as {{a, b}}</source>
            <translation>{name} hat keine Reihenfolge und kann daher in keinem Bereich liegen; eine Menge wie {{a, b}} benutzen</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/saved_filters.py" />
            <source>the saved filters in {path} cannot be read: {error}</source>
            <translation>Die gespeicherten Filter in {path} können nicht gelesen werden: {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/saved_filters.py" />
            <source>`{name}` cannot be the name of a filter; use one word, such as slow-puts</source>
            <translation>`{name}` kann kein Filtername sein; ein einzelnes Wort wie slow-puts benutzen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/evaluation.py" />
            <source>range() and repeat() take whole numbers</source>
            <translation>range() und repeat() verlangen ganze Zahlen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/evaluation.py" />
            <source>a loop can run at most {max_steps} times</source>
            <translation>Eine Schleife kann höchstens {max_steps}-mal laufen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/evaluation.py" />
            <source>{node} has no value</source>
            <translation>{node} hat keinen Wert</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/evaluation.py" />
            <source>{name} has no value: no statement that assigns it has run</source>
            <translation>{name} hat keinen Wert: Keine Anweisung, die ihn zuweist, wurde ausgeführt</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/evaluation.py" />
            <source>the result is too large: whole numbers go from -2**64 to 2**64</source>
            <translation>Das Ergebnis ist zu groß: Ganze Zahlen reichen von -2**64 bis 2**64</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/evaluation.py" />
            <source>unsupported operands for {symbol}: {left} and {right}</source>
            <translation>Ungültige Operanden für {symbol}: {left} und {right}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/evaluation.py" />
            <source>the value has {size} characters and members; at most {max_size} are allowed</source>
            <translation>Der Wert hat {size} Zeichen und Einträge; erlaubt sind höchstens {max_size}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/evaluation.py" />
            <source>expected a number, not {value}</source>
            <translation>erwartet wird eine Zahl, nicht {value}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>an expression can have at most {max_depth} levels; assign inner parts to variables first</source>
            <translation>Ein Ausdruck kann höchstens {max_depth} Ebenen haben; innere Teile zuerst Variablen zuweisen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>unknown function {name}{hint}</source>
            <translation>Unbekannte Funktion {name}{hint}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>only a named queue or target has methods; name it first, as in jobs = create()</source>
            <translation>Nur eine benannte Queue oder ein benanntes Ziel hat Methoden; zuerst benennen, etwa jobs = create()</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>{receiver} is a value; only queues and targets have methods</source>
            <translation>{receiver} ist ein Wert; nur Queues und Ziele haben Methoden</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>{kind} has no method {method}{hint}</source>
            <translation>{kind} hat keine Methode {method}{hint}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>too many positional arguments for {syntax}</source>
            <translation>Zu viele Positionsargumente für {syntax}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>** is not supported; write each argument as name=value</source>
            <translation>** wird nicht unterstützt; jedes Argument als name=wert schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>{name} has no parameter {name2}{hint}</source>
            <translation>{name} hat keinen Parameter {name2}{hint}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>argument {name} is given twice</source>
            <translation>Das Argument {name} ist doppelt angegeben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>missing argument {name} for {syntax}</source>
            <translation>Das Argument {name} fehlt für {syntax}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>{name} must be a queue variable, as in jobs = create()</source>
            <translation>{name} muss eine Variable für eine Queue sein, etwa jobs = create()</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>{node} is not a value that scripts support</source>
            <translation>{node} ist kein Wert, den Skripte unterstützen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>this number is too large: whole numbers go from -2**64 to 2**64</source>
            <translation>Diese Zahl ist zu groß: Ganze Zahlen reichen von -2**64 bis 2**64</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>** is not supported; write each key and value</source>
            <translation>** wird nicht unterstützt; jeden Schlüssel mit seinem Wert schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>only a simple format is allowed here, such as {{x:03}}, {{x:.2f}} or {{x:x}}</source>
            <translation>Hier ist nur ein einfaches Format erlaubt, etwa {{x:03}}, {{x:.2f}} oder {{x:x}}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>a call cannot be part of an expression; assign its result first: x = {written}(…)</source>
            <translation>Ein Aufruf kann nicht Teil eines Ausdrucks sein; zuerst sein Ergebnis zuweisen: x = {written}(…)</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>random_int takes two whole numbers, the lower first, not {low} and {high}</source>
            <translation>random_int verlangt zwei ganze Zahlen, die kleinere zuerst, nicht {low} und {high}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>choice takes a list or a text that is not empty</source>
            <translation>choice verlangt eine Liste oder einen Text, der nicht leer ist</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>the size of a payload must be 0 to {max_size} bytes, not {size}</source>
            <translation>Die Größe der Nutzdaten muss 0 bis {max_size} Bytes sein, nicht {size}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>cannot make a payload of {size} bytes with codec {codec}; use raw, text, or json from 2 bytes on</source>
            <translation>Nutzdaten von {size} Bytes sind mit dem Codec {codec} nicht möglich; raw, text oder ab 2 Bytes json benutzen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>pickled takes bytes, not {data}</source>
            <translation>pickled verlangt bytes, nicht {data}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>len takes a text, bytes, a list or a dict, not {value}</source>
            <translation>len verlangt einen Text, bytes, eine Liste oder ein dict, nicht {value}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>sorted takes a list, not {values}</source>
            <translation>sorted verlangt eine Liste, nicht {values}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>blocks can be nested at most {max_depth} levels deep</source>
            <translation>Blöcke können höchstens {max_depth} Ebenen tief verschachtelt sein</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>this statement does nothing; write a call, an assignment or an assert</source>
            <translation>Diese Anweisung bewirkt nichts; einen Aufruf, eine Zuweisung oder ein assert schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>an assignment sets one name, as in x = 1</source>
            <translation>Eine Zuweisung setzt einen Namen, etwa x = 1</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>an assert cannot have a message; write note(…) before it</source>
            <translation>Ein assert kann keine Meldung haben; davor note(…) schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>this comparison is not supported; write == or !=</source>
            <translation>Dieser Vergleich wird nicht unterstützt; == oder != schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>chained comparisons are not supported; write one assert for each</source>
            <translation>Verkettete Vergleiche werden nicht unterstützt; für jeden ein assert schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>'not' cannot negate a comparison; use the opposite one, as in assert x != 1</source>
            <translation>„not“ kann keinen Vergleich verneinen; den umgekehrten benutzen, etwa assert x != 1</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>'else' is not supported</source>
            <translation>„else“ wird nicht unterstützt</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>a loop has one variable, as in for i in range(10)</source>
            <translation>Eine Schleife hat eine Variable, etwa for i in range(10)</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>a loop iterates over {range_syntax}</source>
            <translation>Eine Schleife läuft über {range_syntax}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>write a lane directly inside with parallel(): …</source>
            <translation>Eine Spur (lane) direkt in with parallel(): … schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>unknown block {word}{hint}</source>
            <translation>Unbekannter Block {word}{hint}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>write one of raises(…), parallel(), lane(…), repeat(…) or timing(…) after with</source>
            <translation>Nach with eines von raises(…), parallel(), lane(…), repeat(…) oder timing(…) schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>raises takes one or more errors, as in raises(Full)</source>
            <translation>raises verlangt einen oder mehrere Fehler, etwa raises(Full)</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>raises contains exactly one call, as in with raises(Full): jobs.put(1)</source>
            <translation>raises enthält genau einen Aufruf, etwa with raises(Full): jobs.put(1)</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>this is not an error that raises can expect{hint}</source>
            <translation>Diesen Fehler kann raises nicht erwarten{hint}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>timing takes min, max or both, as in timing(max="5ms")</source>
            <translation>timing verlangt min, max oder beides, etwa timing(max="5ms")</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>a duration is a number of seconds, or a text such as "5ms" in ns, us, ms or s</source>
            <translation>Eine Dauer ist eine Zahl von Sekunden oder ein Text wie "5ms" in ns, us, ms oder s</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>parallel() takes no arguments</source>
            <translation>parallel() hat keine Argumente</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>a parallel block can have at most {max_lanes} lanes</source>
            <translation>Ein Block parallel kann höchstens {max_lanes} Spuren haben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>there is already a lane {name} in this block; choose another name</source>
            <translation>In diesem Block gibt es schon eine Spur {name}; einen anderen Namen wählen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>a parallel block contains only lanes, as in with lane("producer"): …</source>
            <translation>Ein Block parallel enthält nur Spuren, etwa with lane("producer"): …</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>a lane takes one constant name, as in lane("producer")</source>
            <translation>lane verlangt einen festen Namen, etwa lane("producer")</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>scripts cannot import modules</source>
            <translation>Skripte können keine Module importieren</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>scripts cannot define functions; to repeat calls, write with repeat(10): …</source>
            <translation>Skripte können keine Funktionen definieren; zum Wiederholen von Aufrufen with repeat(10): … schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>'return' is not supported; scripts have no functions</source>
            <translation>„return“ wird nicht unterstützt; Skripte haben keine Funktionen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>scripts cannot define classes</source>
            <translation>Skripte können keine Klassen definieren</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>'while' is not supported; to repeat calls, write with repeat(10): …</source>
            <translation>„while“ wird nicht unterstützt; zum Wiederholen von Aufrufen with repeat(10): … schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>'if' is not supported; write what must happen, with assert or with raises(…)</source>
            <translation>„if“ wird nicht unterstützt; mit assert oder with raises(…) schreiben, was geschehen muss</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>'match' is not supported; write what must happen, with assert or with raises(…)</source>
            <translation>„match“ wird nicht unterstützt; mit assert oder with raises(…) schreiben, was geschehen muss</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>'break' is not supported; a loop always runs to its end</source>
            <translation>„break“ wird nicht unterstützt; eine Schleife läuft immer bis zum Ende</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>'continue' is not supported; a loop always executes its whole block</source>
            <translation>„continue“ wird nicht unterstützt; eine Schleife führt immer ihren ganzen Block aus</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>'raise' is not supported; to expect an error, write with raises(Empty): …</source>
            <translation>„raise“ wird nicht unterstützt; um einen Fehler zu erwarten, with raises(Empty): … schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>'try' is not supported; to expect an error, write with raises(Empty): …</source>
            <translation>„try“ wird nicht unterstützt; um einen Fehler zu erwarten, with raises(Empty): … schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>this kind of assignment is not supported; write it in full, as in x = x + 1</source>
            <translation>Diese Art der Zuweisung wird nicht unterstützt; ausschreiben, etwa x = x + 1</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>type annotations are not supported; write x = 1</source>
            <translation>Typangaben werden nicht unterstützt; x = 1 schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>'pass' is not supported; delete this line</source>
            <translation>„pass“ wird nicht unterstützt; diese Zeile löschen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>'del' is not supported; to close a queue, write jobs.close()</source>
            <translation>„del“ wird nicht unterstützt; zum Schließen einer Queue jobs.close() schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>attributes are not supported; call a method of a queue, as in jobs.qsize()</source>
            <translation>Attribute werden nicht unterstützt; eine Methode einer Queue aufrufen, etwa jobs.qsize()</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>'lambda' is not supported</source>
            <translation>„lambda“ wird nicht unterstützt</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>comprehensions are not supported; write a loop: for i in range(10): …</source>
            <translation>Comprehensions werden nicht unterstützt; eine Schleife schreiben: for i in range(10): …</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>tuples are not supported; write a list: [1, 2]</source>
            <translation>Tupel werden nicht unterstützt; eine Liste schreiben: [1, 2]</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>sets are not supported; write a list: [1, 2]</source>
            <translation>Mengen werden nicht unterstützt; eine Liste schreiben: [1, 2]</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>slices are not supported; take one member, as in x[0]</source>
            <translation>Ausschnitte werden nicht unterstützt; ein Element nehmen, etwa x[0]</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>a comparison is allowed only directly after assert, as in assert x == 1</source>
            <translation>Ein Vergleich ist nur direkt nach assert erlaubt, etwa assert x == 1</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>'and' and 'or' are not supported; write one assert for each condition</source>
            <translation>„and“ und „or“ werden nicht unterstützt; für jede Bedingung ein assert schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>'if' is not supported in expressions</source>
            <translation>„if“ wird in Ausdrücken nicht unterstützt</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>:= is not supported; write the assignment on its own line, as in x = 1</source>
            <translation>:= wird nicht unterstützt; die Zuweisung in eine eigene Zeile schreiben, etwa x = 1</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>* is not supported here; write each value</source>
            <translation>* wird hier nicht unterstützt; jeden Wert schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>** is not supported; write the result as a number</source>
            <translation>** wird nicht unterstützt; das Ergebnis als Zahl schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>'not' is allowed only directly after assert, as in assert not x</source>
            <translation>„not“ ist nur direkt nach assert erlaubt, etwa assert not x</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>a sign + before a value is not supported; leave it out</source>
            <translation>Ein + vor einem Wert wird nicht unterstützt; weglassen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>this syntax is not part of the script language</source>
            <translation>Diese Syntax gehört nicht zur Skriptsprache</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/scope.py" />
            <source>{name} is a reserved name; choose another name</source>
            <translation>{name} ist ein reservierter Name; einen anderen wählen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/scope.py" />
            <source>{name} is {current} and cannot become {kind}; choose another name</source>
            <translation>{name} ist {current} und kann nicht {kind} werden; einen anderen Namen wählen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/scope.py" />
            <source>a lane can have at most {max_names} variables</source>
            <translation>Eine Spur kann höchstens {max_names} Variablen haben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/scope.py" />
            <source>{name} is not defined here{hint}</source>
            <translation>{name} ist hier nicht definiert{hint}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/scope.py" />
            <source>{name} is a queue, not a value; call a method, as in {name2}.qsize()</source>
            <translation>{name} ist eine Queue, kein Wert; eine Methode aufrufen, etwa {name2}.qsize()</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/scope.py" />
            <source>{name} is a target, not a value; call a method, as in {name2}.create()</source>
            <translation>{name} ist ein Ziel, kein Wert; eine Methode aufrufen, etwa {name2}.create()</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_text.py" />
            <source>a script cannot contain {value}; use text, bytes, numbers, True, False, None, lists or dicts</source>
            <translation>Ein Skript kann {value} nicht enthalten; möglich sind Text, bytes, Zahlen, True, False, None, Listen und dicts</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/source.py" />
            <source>the script is nested too deeply; assign inner parts to variables first</source>
            <translation>Das Skript ist zu tief verschachtelt; innere Teile zuerst Variablen zuweisen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/source.py" />
            <source>the script has {text_count} characters; at most {max_script} are allowed</source>
            <translation>Das Skript hat {text_count} Zeichen; erlaubt sind höchstens {max_script}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/source.py" />
            <source>the script has too many elements; use for or repeat instead of writing each call</source>
            <translation>Das Skript hat zu viele Elemente; for oder repeat benutzen, statt jeden Aufruf zu schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/source.py" />
            <source>the character U+{invalid} is not allowed in a script; delete it</source>
            <translation>Das Zeichen U+{invalid} ist in einem Skript nicht erlaubt; löschen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>; did you mean {close}?</source>
            <translation>; ist {close} gemeint?</translation>
        </message>
    </context>
</TS>
