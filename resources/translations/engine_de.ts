<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>engine</name>
        <message>
            <location filename="rqcore/url.py" />
            <source>{shown} is not the URL of a controller; in a user or a password, write / as %2F, ? as %3F, # as %23 and @ as %40</source>
            <translation>{shown} ist keine URL eines Controllers; in Benutzer und Passwort / als %2F, ? als %3F, # als %23 und @ als %40 schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/url.py" />
            <source>{shown} is not the URL of a controller; write rq://host or rq://host:{default_port}</source>
            <translation>{shown} ist keine URL eines Controllers; rq://host oder rq://host:{default_port} schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/url.py" />
            <source>{shown} has files for TLS, which rq:// does not use; write rqs:// for rq://</source>
            <translation>{shown} nennt Dateien für TLS, das rq:// nicht verwendet; rqs:// statt rq:// schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/url.py" />
            <source>{shown} has an unknown part after the port; write {usual}</source>
            <translation>{shown} hat einen unbekannten Teil nach dem Port; {usual} schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/url.py" />
            <source>a URL must be a text, such as rq://127.0.0.1:{default_port}, not {url}</source>
            <translation>eine URL muss ein Text sein, etwa rq://127.0.0.1:{default_port}, nicht {url}</translation>
        </message>
        <message>
            <location filename="rqcore/url.py" />
            <source>{text} has no valid host name; correct the part in front of the port</source>
            <translation>{text} hat keinen gültigen Hostnamen; den Teil vor dem Port korrigieren</translation>
        </message>
        <message>
            <location filename="rqcore/url.py" />
            <source>{text} is not a URL: it has bytes that are not valid UTF-8</source>
            <translation>{text} ist keine URL: sie enthält Bytes, die kein gültiges UTF-8 sind</translation>
        </message>
        <message>
            <location filename="rqcore/url.py" />
            <source>the port in {shown} is not a number from 1 to 65535; write rq://host or rq://host:{default_port}</source>
            <translation>der Port in {shown} ist keine Zahl von 1 bis 65535; rq://host oder rq://host:{default_port} schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/url.py" />
            <source>{shown} is not the URL of a Unix socket; write rq+unix:///path/of/the/socket</source>
            <translation>{shown} ist keine URL eines Unix-Sockets; rq+unix:///pfad/des/sockets schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/codec.py" />
            <source>unknown codec {name}; choose raw, text, json or pickle</source>
            <translation>Unbekannter Codec {name}; raw, text, json oder pickle wählen</translation>
        </message>
        <message>
            <location filename="rqcore/codec.py" />
            <source>cannot encode a value of type {value}{form}: {error}</source>
            <translation>Ein Wert vom Typ {value}{form} kann nicht kodiert werden: {error}</translation>
        </message>
        <message>
            <location filename="rqcore/codec.py" />
            <source>the payload is a pickle, which can run code when it is loaded; connect with codec="pickle" if you trust the client that put it</source>
            <translation>Der Inhalt ist ein Pickle, der beim Laden Code ausführen kann; verbinden Sie mit codec="pickle", wenn Sie dem Client vertrauen, der ihn abgelegt hat</translation>
        </message>
        <message>
            <location filename="rqcore/codec.py" />
            <source>the payload is not valid {codec}: {error}</source>
            <translation>Der Inhalt ist kein gültiges {codec}: {error}</translation>
        </message>
        <message>
            <location filename="rqcore/codec.py" />
            <source>the data of a Payload must be bytes, not a {data}</source>
            <translation>die Daten eines Payload müssen bytes sein, nicht {data}</translation>
        </message>
        <message>
            <location filename="rqcore/codec.py" />
            <source>the payload is already encoded as {own}, not as {codec}; omit the codec</source>
            <translation>die Nutzdaten sind schon als {own} kodiert, nicht als {codec}; den Codec weglassen</translation>
        </message>
        <message>
            <location filename="rqcore/codec.py" />
            <source>cannot encode a value of type {value}: it is not bytes, str, or plain JSON; convert it, or connect with codec="pickle" on both sides</source>
            <translation>Ein Wert vom Typ {value} kann nicht kodiert werden: Er ist weder bytes noch str noch einfaches JSON; umwandeln oder auf beiden Seiten mit codec="pickle" verbinden</translation>
        </message>
        <message>
            <location filename="rqcore/argument_checks.py" />
            <source>{argument} must be a text, not {text}</source>
            <translation>{argument} muss ein Text sein, nicht {text}</translation>
        </message>
        <message>
            <location filename="rqcore/argument_checks.py" />
            <source>{argument} has {text_count} characters; it may have {max_word} bytes</source>
            <translation>{argument} hat {text_count} Zeichen; erlaubt sind {max_word} Bytes</translation>
        </message>
        <message>
            <location filename="rqcore/argument_checks.py" />
            <source>{argument} cannot be {text}, because it has a lone surrogate; use other characters</source>
            <translation>{argument} kann nicht {text} sein, weil es ein einzelnes Surrogat enthält; andere Zeichen verwenden</translation>
        </message>
        <message>
            <location filename="rqcore/argument_checks.py" />
            <source>{argument} must be a whole number, not {number}</source>
            <translation>{argument} muss eine ganze Zahl sein, nicht {number}</translation>
        </message>
        <message>
            <location filename="rqcore/argument_checks.py" />
            <source>{argument} must be a whole number from {least} to {most}, not {number}</source>
            <translation>{argument} muss eine ganze Zahl von {least} bis {most} sein, nicht {number}</translation>
        </message>
        <message>
            <location filename="rqcore/argument_checks.py" />
            <source>{argument} must be a whole number of at most {most}, not {number}</source>
            <translation>{argument} muss eine ganze Zahl von höchstens {most} sein, nicht {number}</translation>
        </message>
        <message>
            <location filename="rqcore/argument_checks.py" />
            <source>{argument} must be a number of seconds, not {seconds}</source>
            <translation>{argument} muss eine Zahl von Sekunden sein, nicht {seconds}</translation>
        </message>
        <message>
            <location filename="rqcore/argument_checks.py" />
            <source>'timeout' must be a non-negative number of seconds, not {timeout}</source>
            <translation>'timeout' muss eine nicht negative Zahl von Sekunden sein, nicht {timeout}</translation>
        </message>
        <message>
            <location filename="rqcore/argument_checks.py" />
            <source>{argument} must be a number of seconds from 0 to {longest_lease}, not {seconds}</source>
            <translation>{argument} muss eine Zahl von Sekunden von 0 bis {longest_lease} sein, nicht {seconds}</translation>
        </message>
        <message>
            <location filename="rqcore/argument_checks.py" />
            <source>{argument} must be a positive number of seconds, not {seconds}</source>
            <translation>{argument} muss eine positive Zahl von Sekunden sein, nicht {seconds}</translation>
        </message>
        <message>
            <location filename="rqcore/argument_checks.py" />
            <source>{argument} must be a sequence, such as a list, not {values}</source>
            <translation>{argument} muss eine Folge sein, etwa eine Liste, nicht {values}</translation>
        </message>
        <message>
            <location filename="rqcore/argument_checks.py" />
            <source>'item' must be what lease() returned, not {item}</source>
            <translation>'item' muss sein, was lease() zurückgegeben hat, nicht {item}</translation>
        </message>
        <message>
            <location filename="rqcore/argument_checks.py" />
            <source>{argument} must be a function, not {function}</source>
            <translation>{argument} muss eine Funktion sein, nicht {function}</translation>
        </message>
        <message>
            <location filename="rqcore/backends.py" />
            <source>the scheme {scheme} already has a backend; register another scheme</source>
            <translation>Das Schema {scheme} hat schon ein Backend; ein anderes Schema registrieren</translation>
        </message>
        <message>
            <location filename="rqcore/backends.py" />
            <source>the backend for {scheme}:// cannot be loaded: {error}</source>
            <translation>Das Backend für {scheme}:// kann nicht geladen werden: {error}</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/arguments.py" />
            <source>{word} is not valid UTF-8; send the text as UTF-8</source>
            <translation>{word} ist kein gültiges UTF-8; den Text als UTF-8 senden</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/arguments.py" />
            <source>{word} contains characters that cannot be printed; remove them</source>
            <translation>{word} enthält nicht druckbare Zeichen; diese entfernen</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/arguments.py" />
            <source>invalid timeout {word}; give a number of seconds, such as 2.5</source>
            <translation>Ungültige Zeitgrenze {word}; eine Zahl von Sekunden wie 2.5 angeben</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/arguments.py" />
            <source>invalid timeout {word}; give 0 or more seconds, or omit it to wait forever</source>
            <translation>Ungültige Zeitgrenze {word}; 0 oder mehr Sekunden angeben, oder weglassen, um unbegrenzt zu warten</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/arguments.py" />
            <source>invalid duration {word}; give a number of seconds from 0 to {longest_lease}</source>
            <translation>Ungültige Dauer {word}; eine Anzahl von Sekunden von 0 bis {longest_lease} angeben</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/arguments.py" />
            <source>invalid number of a lease {word}; give the one that RQ.LEASE returned</source>
            <translation>Ungültige Nummer einer Lease {word}; die angeben, die RQ.LEASE geliefert hat</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/arguments.py" />
            <source>invalid count {word}; give a whole number from 0 to 999999999</source>
            <translation>Ungültige Anzahl {word}; eine ganze Zahl von 0 bis 999999999 angeben</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/arguments.py" />
            <source>invalid number of bytes {word}; give a whole number from 0 to 4294967295</source>
            <translation>Ungültige Anzahl von Bytes {word}; eine ganze Zahl von 0 bis 4294967295 angeben</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/arguments.py" />
            <source>invalid position or item number {word}; give a whole number</source>
            <translation>Ungültige Position oder Elementnummer {word}; eine ganze Zahl angeben</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/arguments.py" />
            <source>invalid priority {word}; give a number, such as 1 or -0.5</source>
            <translation>Ungültige Priorität {word}; eine Zahl wie 1 oder -0.5 angeben</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/arguments.py" />
            <source>unknown end of a list {word}; choose LEFT or RIGHT</source>
            <translation>Unbekanntes Ende einer Liste {word}; LEFT oder RIGHT wählen</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/arguments.py" />
            <source>unknown kind of queue {word}; choose fifo, lifo or priority</source>
            <translation>Unbekannte Art von Queue {word}; fifo, lifo oder priority wählen</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_spec.py" />
            <source>{name} takes at most {most} values of {name2}; use several commands</source>
            <translation>{name} nimmt höchstens {most} Werte für {name2}; verwenden Sie mehrere Befehle</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_spec.py" />
            <source>wrong number of arguments; usage: {usage}</source>
            <translation>Falsche Anzahl von Argumenten; Aufruf: {usage}</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_spec.py" />
            <source>unknown option {words}; usage: {usage}</source>
            <translation>Unbekannte Option {words}; Aufruf: {usage}</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_spec.py" />
            <source>option {keyword} needs a value; usage: {usage}</source>
            <translation>Die Option {keyword} benötigt einen Wert; Aufruf: {usage}</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table/observer_rows.py" />
            <source>unknown method {word}; choose from {names}</source>
            <translation>Unbekannte Methode {word}; möglich sind {names}</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table/observer_rows.py" />
            <source>unknown outcome {word}; choose from {names}</source>
            <translation>Unbekanntes Ergebnis {word}; möglich sind {names}</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_traits.py" />
            <source>at most {limit} {unit}</source>
            <translation>höchstens {limit} {unit}</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/event_batch.py" />
            <source>invalid event batch: preview bytes do not match the records</source>
            <translation>Ungültiger Ereignisstapel: Die Bytes der Vorschau passen nicht zu den Datensätzen</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/event_batch.py" />
            <source>invalid event batch: a run has the unknown kind {kind}</source>
            <translation>Ungültiger Ereignisstapel: Eine Folge hat die unbekannte Art {kind}</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/event_batch.py" />
            <source>invalid event batch: it has fewer payload lengths than events in runs</source>
            <translation>Ungültiger Ereignisstapel: Er hat weniger Nutzdatenlängen als Ereignisse in Folgen</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/event_batch.py" />
            <source>invalid event batch: {error}</source>
            <translation>Ungültiger Ereignisstapel: {error}</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/event_batch.py" />
            <source>event batch has version {version}, but this program reads the versions {spoken}; update rqcore</source>
            <translation>Der Ereignisstapel hat die Version {version}, aber dieses Programm liest die Versionen {spoken}; rqcore aktualisieren</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/event_batch.py" />
            <source>it has {name_count} names, but only {most_names} are allowed</source>
            <translation>er hat {name_count} Namen, aber nur {most_names} sind erlaubt</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/event_batch.py" />
            <source>a name has an unknown kind</source>
            <translation>Ein Name hat eine unbekannte Art</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/event_batch.py" />
            <source>it ends after {view_count} bytes, but {count} records and {lengths} lengths need {end}</source>
            <translation>Er endet nach {view_count} Bytes, aber {count} Datensätze und {lengths} Längen brauchen {end}</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/event_batch.py" />
            <source>its header does not contain {count} fields with different names</source>
            <translation>Sein Kopf enthält nicht {count} Felder mit verschiedenen Namen</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/event_batch.py" />
            <source>field {name} has the unknown type {code}</source>
            <translation>Das Feld {name} hat den unbekannten Typ {code}</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/event_batch.py" />
            <source>field {name} ends at {end}, outside of its record of {record_bytes} bytes</source>
            <translation>Das Feld {name} endet bei {end}, außerhalb seines Datensatzes von {record_bytes} Bytes</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/event_batch.py" />
            <source>its records have no fields</source>
            <translation>Seine Datensätze haben keine Felder</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/event_batch.py" />
            <source>a name has {text_count} of {length} bytes</source>
            <translation>Ein Name hat nur {text_count} von {length} Bytes</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/memory.py" />
            <source>reports of programs use {of_programs} of {limit} bytes; expose fewer queues, or raise max_memory of the controller</source>
            <translation>Berichte von Programmen belegen {of_programs} von {limit} Bytes; weniger Queues offenlegen oder max_memory des Controllers erhöhen</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/memory.py" />
            <source>the controller keeps {of_sessions} bytes of replies for clients that may lose their connection; read without a transaction, or raise its max_memory</source>
            <translation>der Controller bewahrt {of_sessions} Byte an Antworten für Clients auf, die ihre Verbindung verlieren können; ohne Transaktion lesen oder sein max_memory erhöhen</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/memory.py" />
            <source>the controller uses {held} of {limit} bytes; take items, or raise its max_memory</source>
            <translation>Der Controller belegt {held} von {limit} Bytes; Elemente entnehmen oder max_memory erhöhen</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/parallel_stats.py" />
            <source>invalid count {count}; it must be from 0 to {largest}</source>
            <translation>Ungültige Anzahl {count}; erlaubt ist 0 bis {largest}</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/parallel_stats.py" />
            <source>invalid time of {seconds} s; it must be from 0 to {largest} s</source>
            <translation>Ungültige Zeit von {seconds} s; erlaubt sind 0 bis {largest} s</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/priority_keys.py" />
            <source>the priority is nested too deeply; use fewer tuples, or pass priority=…</source>
            <translation>Die Priorität ist zu tief verschachtelt; weniger Tupel verwenden oder priority=… angeben</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/priority_keys.py" />
            <source>the priority has {key_count} bytes; use at most {max_key}, or pass priority=…</source>
            <translation>Die Priorität hat {key_count} Bytes; höchstens {max_key} verwenden oder priority=… angeben</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/priority_keys.py" />
            <source>a controller cannot compare values of type {value}; pass priority=… with a number, a text, bytes, or a tuple of these</source>
            <translation>Ein Controller kann Werte des Typs {value} nicht vergleichen; priority=… mit einer Zahl, einem Text, Bytes oder einem Tupel aus ihnen angeben</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/priority_keys.py" />
            <source>the priority has more than {max_values} values; use fewer, or pass priority=…</source>
            <translation>Die Priorität hat mehr als {max_values} Werte; weniger verwenden oder priority=… angeben</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/priority_keys.py" />
            <source>NaN is not a priority, because it has no order; use another number</source>
            <translation>NaN ist keine Priorität, denn es hat keine Ordnung; eine andere Zahl verwenden</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/priority_keys.py" />
            <source>the number has {width} bits; a priority has at most {value}</source>
            <translation>Die Zahl hat {width} Bit; eine Priorität hat höchstens {value}</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/priority_keys.py" />
            <source>the key has {key_count} bytes; use at most {max_key}</source>
            <translation>Der Schlüssel hat {key_count} Bytes; höchstens {max_key} verwenden</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/priority_keys.py" />
            <source>the key has more than {max_values} values; use fewer</source>
            <translation>Der Schlüssel hat mehr als {max_values} Werte; verwenden Sie weniger</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/priority_keys.py" />
            <source>the key is not that of a priority; use PRIORITY with a number, or a client of rqcore</source>
            <translation>Der Schlüssel ist kein Prioritätsschlüssel; PRIORITY mit einer Zahl oder einen Client von rqcore verwenden</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/priority_keys.py" />
            <source>{keys_count} items have priorities that are not numbers; put at most {most} of them at a time</source>
            <translation>{keys_count} Elemente haben Prioritäten, die keine Zahlen sind; legen Sie höchstens {most} davon auf einmal ein</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/priority_keys.py" />
            <source>cannot order {kinds} and {kinds2}, which the queue contains; use priorities of one kind, or pass priority=… with a number</source>
            <translation>{kinds} lässt sich nicht mit {kinds2} in der Queue vergleichen; Prioritäten einer Art verwenden oder priority=… mit einer Zahl angeben</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/requests/inline_command.py" />
            <source>unbalanced quotes in request {line}; close each quote before a blank</source>
            <translation>Anführungszeichen ohne Ende in der Anfrage {line}; jedes vor einem Leerzeichen schließen</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/requests/request_parser.py" />
            <source>a line has more than {max_inline} bytes; send commands as arrays of bulk strings</source>
            <translation>Eine Zeile hat mehr als {max_inline} Bytes; Befehle als Arrays von Bulk-Strings senden</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/requests/request_parser.py" />
            <source>invalid number of arguments {line}; a command begins with * and this number</source>
            <translation>Ungültige Anzahl von Argumenten {line}; ein Befehl beginnt mit * und dieser Zahl</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/requests/request_parser.py" />
            <source>the command has {count} arguments; at most {max_arguments} are allowed</source>
            <translation>Der Befehl hat {count} Argumente; erlaubt sind höchstens {max_arguments}</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/requests/request_parser.py" />
            <source>an argument must begin with $ and its length in bytes, as in $5</source>
            <translation>Ein Argument muss mit $ und seiner Länge in Bytes beginnen, etwa $5</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/requests/request_parser.py" />
            <source>an argument must begin with $ and its length in bytes, as in $5, not with {buffer}</source>
            <translation>Ein Argument muss mit $ und seiner Länge in Bytes beginnen, etwa $5, nicht mit {buffer}</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/requests/request_parser.py" />
            <source>the command has {size} bytes; at most {max_payload} are allowed</source>
            <translation>Der Befehl hat {size} Bytes; erlaubt sind höchstens {max_payload}</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/requests/request_parser.py" />
            <source>no line end follows the argument of {length} bytes; check its length</source>
            <translation>Auf das Argument von {length} Bytes folgt kein Zeilenende; seine Länge prüfen</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/requests/request_parser.py" />
            <source>an argument of the command has {length} bytes; only payloads, keys of priorities and reports may have more than {max_word}</source>
            <translation>Ein Argument des Befehls hat {length} Bytes; nur Payloads, Schlüssel von Prioritäten und Berichte dürfen mehr als {max_word} haben</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/resp.py" />
            <source>a map has an array or a map as a key</source>
            <translation>Eine Map hat ein Array oder eine Map als Schlüssel</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/resp.py" />
            <source>a reply announces more members than fit into memory</source>
            <translation>eine Antwort kündigt mehr Elemente an, als in den Speicher passen</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/resp.py" />
            <source>no line end follows the bulk string of {length} bytes</source>
            <translation>Auf den Bulk-String von {length} Bytes folgt kein Zeilenende</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/resp.py" />
            <source>a map has a key twice</source>
            <translation>eine Map enthält einen Schlüssel zweimal</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/resp.py" />
            <source>invalid {what} {line} from the server</source>
            <translation>Ungültige Antwort vom Server: {what} {line}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/access.py" />
            <source>{name} is only allowed to users whose queues are *; ask for that pattern</source>
            <translation>{name} ist nur Benutzern erlaubt, deren Queues * sind; nach diesem Muster fragen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/access.py" />
            <source>this user may not use queue {reference}, only {patterns}; ask for a pattern in the users file</source>
            <translation>Dieser Benutzer darf die Queue {reference} nicht verwenden, nur {patterns}; nach einem Muster in der Benutzerdatei fragen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/access.py" />
            <source>this controller requires a password; log in with AUTH user password</source>
            <translation>Dieser Controller verlangt ein Passwort; mit AUTH user password anmelden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/access.py" />
            <source>this user has the role {roles}; the command needs {wanted}</source>
            <translation>Dieser Benutzer hat die Rolle {roles}; der Befehl braucht {wanted}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/calls/lease_calls.py" />
            <source>this client has {most} leased items; acknowledge some, or raise max_leases</source>
            <translation>Dieser Client hat {most} geleaste Elemente; einige bestätigen oder max_leases erhöhen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/calls/lease_calls.py" />
            <source>queue {label} has {most} leased items; acknowledge some, or raise max_leases</source>
            <translation>Die Queue {label} hat {most} geleaste Elemente; einige bestätigen oder max_leases erhöhen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/calls/queue_calls.py" />
            <source>this client has no item of {label} to return; FRONT undoes only its last get</source>
            <translation>Dieser Client hat kein Element aus {label}, das er zurückgeben könnte; FRONT macht nur sein letztes get rückgängig</translation>
        </message>
        <message>
            <location filename="rqcore/controller/calls/session_calls.py" />
            <source>a session can only be resumed on another connection</source>
            <translation>Eine Sitzung kann nur auf einer anderen Verbindung fortgesetzt werden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/calls/session_calls.py" />
            <source>this session ends with its connection; begin another one</source>
            <translation>Diese Sitzung endet mit ihrer Verbindung; beginnen Sie eine andere</translation>
        </message>
        <message>
            <location filename="rqcore/controller/calls/session_calls.py" />
            <source>this session has {requests} requests, but its client has {received} replies</source>
            <translation>Diese Sitzung hat {requests} Anfragen, aber ihr Client hat {received} Antworten</translation>
        </message>
        <message>
            <location filename="rqcore/controller/client_registry.py" />
            <source>the controller has reached its limit of {clients} clients; close some connections, or raise its max_clients</source>
            <translation>Der Controller hat seine Grenze von {clients} Clients erreicht; einige Verbindungen schließen oder max_clients erhöhen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/actions.py" />
            <source>the field bytes of the action must be a whole number</source>
            <translation>das Feld bytes der Aktion muss eine ganze Zahl sein</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/networks.py" />
            <source>a network such as 10.0.0.0/8 or fd00::/8</source>
            <translation>ein Netz wie 10.0.0.0/8 oder fd00::/8</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/networks.py" />
            <source>{network}, with zeros behind its prefix</source>
            <translation>{network}, mit Nullen hinter seinem Präfix</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_automaton.py" />
            <source>the pattern has more than {max_positions} characters or {max_parts} parts when its repetitions are written out; use smaller numbers</source>
            <translation>das Muster hat mehr als {max_positions} Zeichen oder {max_parts} Teile, wenn seine Wiederholungen ausgeschrieben sind; kleinere Zahlen verwenden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_automaton.py" />
            <source>the pattern distinguishes more than {max_classes} classes of characters; use fewer</source>
            <translation>das Muster unterscheidet mehr als {max_classes} Klassen von Zeichen; weniger verwenden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_parser.py" />
            <source>the pattern has {pattern_count} characters; use at most {max_pattern}</source>
            <translation>das Muster hat {pattern_count} Zeichen; höchstens {max_pattern} verwenden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_parser.py" />
            <source>the pattern {shown} has a `)` without a `(`</source>
            <translation>das Muster {shown} hat ein `)` ohne ein `(`</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_parser.py" />
            <source>{what} are not possible here, in the pattern {shown}</source>
            <translation>{what} sind hier nicht möglich, im Muster {shown}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_parser.py" />
            <source>the pattern {shown} has more than {max_groups} groups inside of each other</source>
            <translation>das Muster {shown} hat mehr als {max_groups} Gruppen ineinander</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_parser.py" />
            <source>the pattern {shown} repeats nothing, or a repetition; put what is repeated in parentheses</source>
            <translation>das Muster {shown} wiederholt nichts oder eine Wiederholung; was wiederholt wird, in Klammern setzen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_parser.py" />
            <source>the pattern {shown} has `(?)`, which changes nothing; leave it out</source>
            <translation>das Muster {shown} hat `(?)`, das nichts ändert; es weglassen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_parser.py" />
            <source>the pattern {shown} has {match}; repeat from 0 to {max_count} times</source>
            <translation>das Muster {shown} hat {match}; 0- bis {max_count}-mal wiederholen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_parser.py" />
            <source>the pattern {shown} repeats a part more than {max_count} times</source>
            <translation>das Muster {shown} wiederholt einen Teil mehr als {max_count}-mal</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_parser.py" />
            <source>the pattern {shown} has two groups of the name `{name}`</source>
            <translation>das Muster {shown} hat zwei Gruppen mit dem Namen `{name}`</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_parser.py" />
            <source>the pattern {shown} has {pattern}, which is not valid</source>
            <translation>das Muster {shown} hat {pattern}, das nicht gültig ist</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_parser.py" />
            <source>the pattern {shown} has a `(` without a `)`</source>
            <translation>das Muster {shown} hat ein `(` ohne ein `)`</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_parser.py" />
            <source>the pattern {shown} ends with a backslash</source>
            <translation>das Muster {shown} endet mit einem Backslash</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_parser.py" />
            <source>the pattern {shown} has `\{number}`, which is no character</source>
            <translation>das Muster {shown} hat `\{number}`, das kein Zeichen ist</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_parser.py" />
            <source>the pattern {shown} has `\{number}`, which is no byte; write the character itself</source>
            <translation>das Muster {shown} hat `\{number}`, das kein Byte ist; das Zeichen selbst schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_parser.py" />
            <source>the pattern {shown} has `\{letter}`, which is not valid</source>
            <translation>das Muster {shown} hat `\{letter}`, das nicht gültig ist</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_parser.py" />
            <source>the pattern {shown} has a `[` without a `]`</source>
            <translation>das Muster {shown} hat ein `[` ohne ein `]`</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_parser.py" />
            <source>the pattern {shown} has a range whose end is before its beginning</source>
            <translation>das Muster {shown} hat einen Bereich, dessen Ende vor seinem Anfang liegt</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/pattern_parser.py" />
            <source>the pattern {shown} has {name}; the classes are {posix}</source>
            <translation>das Muster {shown} hat {name}; die Klassen sind {posix}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate has more than {max_depth} levels; use fewer, wider nodes</source>
            <translation>das Prädikat hat mehr als {max_depth} Ebenen; weniger, breitere Knoten verwenden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where} is {tree}; a node is an object such as {{"field": "queue", "operator": "==", "value": "jobs"}}</source>
            <translation>das Prädikat{where} ist {tree}; ein Knoten ist ein Objekt wie {{"field": "queue", "operator": "==", "value": "jobs"}}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where} has {names}; a node has `field`, or only `and`, `or` or `not`</source>
            <translation>das Prädikat{where} hat {names}; ein Knoten hat `field`, oder nur `and`, `or` oder `not`</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>no members</source>
            <translation>keine Elemente</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where}.or is empty, so no call can match; give at least one node</source>
            <translation>das Prädikat{where}.or ist leer, also kann kein Aufruf passen; mindestens einen Knoten angeben</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where} has {have}; give {allowed} for {operator}</source>
            <translation>das Prädikat{where} hat {have}; {allowed} für {operator} angeben</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>no value</source>
            <translation>keinen Wert</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate has more than {max_patterns} regular expressions; use fewer</source>
            <translation>das Prädikat hat mehr als {max_patterns} reguläre Ausdrücke; weniger verwenden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where}.values is empty, so no call can match; give at least one value</source>
            <translation>das Prädikat{where}.values ist leer, also kann kein Aufruf passen; mindestens einen Wert angeben</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where} is for members of JSON payloads; {field} has none</source>
            <translation>das Prädikat{where} ist für Elemente von JSON-Nutzdaten; {field} hat keine</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where} is empty; leave it out to compare the whole payload</source>
            <translation>das Prädikat{where} ist leer; weglassen, um die ganzen Nutzdaten zu vergleichen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where} has {step}; a step is the name of a member, or an index</source>
            <translation>das Prädikat{where} hat {step}; ein Schritt ist der Name eines Elements oder ein Index</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where} is {content}; it must be an array</source>
            <translation>das Prädikat{where} ist {content}; es muss ein Array sein</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate has more than {max_nodes} parts; use fewer conditions or values</source>
            <translation>das Prädikat hat mehr als {max_nodes} Teile; weniger Bedingungen oder Werte verwenden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where} is {value}; it must be a text</source>
            <translation>das Prädikat{where} ist {value}; es muss ein Text sein</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where} has {value_count} characters; use at most {max_text}</source>
            <translation>das Prädikat{where} hat {value_count} Zeichen; höchstens {max_text} verwenden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where} has half of a surrogate pair; no call can match it</source>
            <translation>das Prädikat{where} hat ein einzelnes Surrogat; kein Aufruf kann dazu passen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where} is {text}; it must be {error}</source>
            <translation>das Prädikat{where} ist {text}; es muss sein: {error}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where} is {value}; it must be a whole number from 0 to 2^63 - 1</source>
            <translation>das Prädikat{where} ist {value}; es muss eine ganze Zahl von 0 bis 2^63 - 1 sein</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where} is {value}; it must be nanoseconds, or `forever`</source>
            <translation>das Prädikat{where} ist {value}; es müssen Nanosekunden sein, oder `forever`</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where} is a number of more than {max_bits} bits; use a smaller one</source>
            <translation>das Prädikat{where} ist eine Zahl von mehr als {max_bits} Bit; eine kleinere verwenden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where} is NaN; nothing equals it</source>
            <translation>das Prädikat{where} ist NaN; nichts ist ihm gleich</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where} is {value}; it must be a number, a text, true, false or null</source>
            <translation>das Prädikat{where} ist {value}; es muss eine Zahl, ein Text, true, false oder null sein</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where} is null, which has no order; compare with == or !=</source>
            <translation>das Prädikat{where} ist null, das keine Ordnung hat; mit == oder != vergleichen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where}: nothing is between {first} and {last}; exchange them</source>
            <translation>das Prädikat{where}: nichts liegt zwischen {first} und {last}; die beiden vertauschen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/predicate_tree.py" />
            <source>the predicate{where} is {value}; the {plural} are {choices}</source>
            <translation>das Prädikat{where} ist {value}; möglich ({plural}): {choices}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/rule_fields.py" />
            <source>the {what} must be an object; {words} was given</source>
            <translation>{what} muss ein Objekt sein; angegeben ist {words}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/rule_fields.py" />
            <source>unknown {name} {value} of the {what}; choose from {choices}</source>
            <translation>{what}: {name} {value} ist unbekannt; möglich sind {choices}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/rule_fields.py" />
            <source>unknown field {name} of the {what}</source>
            <translation>{what}: das Feld {name} ist unbekannt</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/rule_fields.py" />
            <source>the {what} needs the field {name}</source>
            <translation>{what}: das Feld {name} fehlt</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/rule_fields.py" />
            <source>invalid {name} {value} of the {what}; it must be {allowed}</source>
            <translation>{what}: {name} {value} ist ungültig; möglich ist {allowed}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/rules.py" />
            <source>the rule has {text_count} bytes; use at most {longest_rule}</source>
            <translation>die Regel hat {text_count} Byte; höchstens {longest_rule} sind möglich</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/rules.py" />
            <source>the rule is no valid JSON</source>
            <translation>die Regel ist kein gültiges JSON</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/rules.py" />
            <source>{kind} acts on a put at its start and on a get at its end; remove the field at</source>
            <translation>{kind} wirkt auf ein put an dessen Anfang und auf ein get an dessen Ende; das Feld at entfernen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/rules.py" />
            <source>{kind} acts at the start of a call; remove the field at</source>
            <translation>{kind} wirkt am Anfang eines Aufrufs; das Feld at entfernen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/rules.py" />
            <source>the controller has {max_rules} rules of debuggers; remove some</source>
            <translation>der Controller hat {max_rules} Regeln von Debuggern; entfernen Sie einige</translation>
        </message>
        <message>
            <location filename="rqcore/controller/debugging/rules.py" />
            <source>there is no rule {number}; RQ.DEBUG LIST shows them</source>
            <translation>es gibt keine Regel {number}; RQ.DEBUG LIST zeigt alle</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/command_registry.py" />
            <source>{name} has two handlers: {handlers} and {handler}</source>
            <translation>{name} hat zwei Handler: {handlers} und {handler}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/commits.py" />
            <source>the changes of this call could not be saved: {reason}; it is unknown whether they will be saved</source>
            <translation>die Änderungen dieses Aufrufs konnten nicht gespeichert werden: {reason}; es ist unbekannt, ob sie noch gespeichert werden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/connection_setup.py" />
            <source>this controller requires a password; write rq://user:password@host, or send HELLO 3 AUTH user password</source>
            <translation>Dieser Controller verlangt ein Passwort; rq://user:password@host schreiben oder HELLO 3 AUTH user password senden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/connection_setup.py" />
            <source>unsupported protocol version {version}; choose 2 or 3</source>
            <translation>Die Protokollversion {version} wird nicht unterstützt; 2 oder 3 wählen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/connection_setup.py" />
            <source>HELLO option {option} is unknown or has no value; usage: HELLO [2|3] [AUTH user password] [SETNAME name] [SESSION]</source>
            <translation>Die HELLO-Option {option} ist unbekannt oder hat keinen Wert; Aufruf: HELLO [2|3] [AUTH user password] [SETNAME name] [SESSION]</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/connection_setup.py" />
            <source>wrong number of arguments; usage: AUTH [user] password</source>
            <translation>Falsche Anzahl von Argumenten; Aufruf: AUTH [user] password</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/connection_setup.py" />
            <source>wrong user name or password; check both</source>
            <translation>Benutzername oder Passwort ist falsch; beide prüfen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/connection_setup.py" />
            <source>there is no database {index}; a controller has only database 0</source>
            <translation>Es gibt keine Datenbank {index}; ein Controller hat nur Datenbank 0</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/connection_setup.py" />
            <source>CONFIG supports only GET; set options when you start the controller</source>
            <translation>CONFIG unterstützt nur GET; Optionen werden beim Start des Controllers gesetzt</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/connection_setup.py" />
            <source>the pattern has {pattern_count} characters; use at most {longest_pattern}</source>
            <translation>das Muster hat {pattern_count} Zeichen; verwenden Sie höchstens {longest_pattern}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/connection_setup.py" />
            <source>unknown subcommand {what}; COMMAND supports COUNT, LIST, INFO and DOCS</source>
            <translation>Unbekannter Unterbefehl {what}; COMMAND unterstützt COUNT, LIST, INFO und DOCS</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/connection_setup.py" />
            <source>unknown subcommand {name}; CLIENT supports {names}</source>
            <translation>Unbekannter Unterbefehl {name}; CLIENT unterstützt {names}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/connection_setup.py" />
            <source>invalid name {word}; use at most {longest_word} characters and no spaces</source>
            <translation>Ungültiger Name {word}; höchstens {longest_word} Zeichen und keine Leerzeichen benutzen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/connection_setup.py" />
            <source>wrong number of arguments; usage: CLIENT SETNAME name</source>
            <translation>Falsche Anzahl von Argumenten; Aufruf: CLIENT SETNAME name</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/connection_setup.py" />
            <source>wrong number of arguments; usage: CLIENT SETINFO LIB-NAME|LIB-VER value</source>
            <translation>Falsche Anzahl von Argumenten; Aufruf: CLIENT SETINFO LIB-NAME|LIB-VER value</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/connection_setup.py" />
            <source>wrong arguments; usage: CLIENT NO-TOUCH ON|OFF</source>
            <translation>Falsche Argumente; richtig ist CLIENT NO-TOUCH ON|OFF</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/connection_setup.py" />
            <source>no such client {address}; CLIENT LIST shows all clients</source>
            <translation>Es gibt keinen Client {address}; CLIENT LIST zeigt alle</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/connection_setup.py" />
            <source>wrong arguments; usage: CLIENT UNBLOCK client-id [TIMEOUT]; ERROR is not supported</source>
            <translation>Falsche Argumente; Aufruf: CLIENT UNBLOCK client-id [TIMEOUT]; ERROR wird nicht unterstützt</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/connection_setup.py" />
            <source>only the role admin may end calls of other users; use a connection of the same user</source>
            <translation>Nur die Rolle admin darf Aufrufe anderer Benutzer beenden; eine Verbindung desselben Benutzers verwenden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/debugging.py" />
            <source>unknown subcommand {name}; RQ.DEBUG has {names}</source>
            <translation>unbekannter Unterbefehl {name}; RQ.DEBUG hat {names}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/debugging.py" />
            <source>wrong number of arguments; usage: RQ.DEBUG {usage}</source>
            <translation>falsche Anzahl von Argumenten; Aufruf: RQ.DEBUG {usage}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/debugging.py" />
            <source>rule {number} is another debugger's; only users of all queues may change it</source>
            <translation>Regel {number} gehört einem anderen Debugger; nur Benutzer aller Queues dürfen sie ändern</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/debugging.py" />
            <source>wrong arguments; usage: RQ.DEBUG FREEZE queue [PUTS|GETS|BOTH] [FAIL]</source>
            <translation>falsche Argumente; Aufruf: RQ.DEBUG FREEZE queue [PUTS|GETS|BOTH] [FAIL]</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/debugging.py" />
            <source>queue {label} is not frozen</source>
            <translation>die Queue {label} ist nicht eingefroren</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/debugging.py" />
            <source>this user may not use the queue of the call; ask for a pattern in the users file</source>
            <translation>dieser Benutzer darf die Queue des Aufrufs nicht benutzen; bitten Sie um ein Muster in der Benutzerdatei</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/debugging.py" />
            <source>the payload is in the spool; let the call continue unchanged</source>
            <translation>die Nutzlast ist im Spool; lassen Sie den Aufruf unverändert weiterlaufen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/debugging.py" />
            <source>wrong options; each of {value} takes one value</source>
            <translation>falsche Optionen; jede von {value} hat einen Wert</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/debugging.py" />
            <source>unknown error code {words}; choose from {by_code}</source>
            <translation>unbekannter Fehlercode {words}; möglich sind {by_code}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/debugging.py" />
            <source>a debugger lets this call fail</source>
            <translation>ein Debugger lässt diesen Aufruf scheitern</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/debugging.py" />
            <source>invalid number of an item {word}; RQ.PEEK shows them</source>
            <translation>ungültige Nummer eines Elements {word}; RQ.PEEK zeigt alle</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/inspection.py" />
            <source>a transaction searches at most {many} items; read the payload without it</source>
            <translation>eine Transaktion durchsucht höchstens {many} Elemente; lesen Sie den Inhalt ohne Transaktion</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/inspection.py" />
            <source>item {number} is not among the {items_count} items that one call searches</source>
            <translation>Element {number} ist nicht unter den {items_count} Elementen, die ein Aufruf durchsucht</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/inspection.py" />
            <source>the nonce must be 32 hexadecimal digits, not {nonce}</source>
            <translation>Die Nonce muss aus 32 hexadezimalen Ziffern bestehen, nicht {nonce}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/inspection.py" />
            <source>this controller has no spool; send payloads over the connection</source>
            <translation>Dieser Controller hat keinen Spool; Nutzdaten über die Verbindung senden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/long_replies.py" />
            <source>the reply would have {count} items; request at most {most_read} at a time</source>
            <translation>die Antwort hätte {count} Elemente; fordern Sie höchstens {most_read} auf einmal an</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/long_replies.py" />
            <source>the queue has more than {most_read} items; request some of the first {many}</source>
            <translation>die Queue hat mehr als {most_read} Elemente; fordern Sie einige der ersten {many} an</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/long_replies.py" />
            <source>these items have {size} bytes, but a reply may have {payload}; request fewer items</source>
            <translation>Diese Elemente haben {size} Bytes, eine Antwort darf aber nur {payload} haben; weniger Elemente anfordern</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/long_replies.py" />
            <source>these items are in {pages} pages on the disk, and a reply reads {most_pages}; request {last} items at a time</source>
            <translation>diese Elemente stehen in {pages} Seiten auf der Platte, und eine Antwort liest {most_pages}; jeweils {last} Elemente anfordern</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/observers.py" />
            <source>events are push frames, which RESP2 does not have; send HELLO 3 first</source>
            <translation>Ereignisse sind Push-Nachrichten, die es in RESP2 nicht gibt; zuerst HELLO 3 senden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/observers.py" />
            <source>this controller has no events of version {version}; use at least {version2}</source>
            <translation>Dieser Controller hat keine Ereignisse der Version {version}; mindestens {version2} verwenden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/queue_methods.py" />
            <location filename="rqcore/redis/async_redis_server.py" />
            <location filename="rqcore/redis/redis_server.py" />
            <source>max_deliveries and dead_letter belong together; give both, and name another queue</source>
            <translation>max_deliveries und dead_letter gehören zusammen; beide angeben und eine andere Queue nennen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/queue_methods.py" />
            <source>queue {label} exists and is not durable; close it, or choose another name</source>
            <translation>die Queue {label} existiert und ist nicht dauerhaft; sie schließen oder einen anderen Namen wählen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/queue_methods.py" />
            <source>{keys_count} keys were given for {payloads_count} items; give one key for each item</source>
            <translation>Für {payloads_count} Elemente wurden {keys_count} Schlüssel angegeben; für jedes Element einen angeben</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/queue_methods.py" />
            <source>invalid count 0; RQ.MGET takes at least one item</source>
            <translation>Ungültige Anzahl 0; RQ.MGET entnimmt mindestens ein Element</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/queue_methods.py" />
            <source>queue {label} is both source and destination; name two different queues</source>
            <translation>Die Queue {label} ist Quelle und Ziel zugleich; zwei verschiedene Queues angeben</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/queue_methods.py" />
            <location filename="rqcore/controller/handlers/redis_lists.py" />
            <location filename="rqcore/controller/queue_fields.py" />
            <source>queue {label} was shut down; it accepts no more items</source>
            <translation>Die Queue {label} wurde heruntergefahren; sie nimmt keine Elemente mehr an</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/queue_methods.py" />
            <source>the items are not among the next {extracted} of {label}; take others first</source>
            <translation>die Elemente sind nicht unter den nächsten {extracted} von {label}; nehmen Sie zuerst andere heraus</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/redis_lists.py" />
            <source>DEL closes at most {most_closed} queues in a transaction; use several</source>
            <translation>DEL schließt in einer Transaktion höchstens {most_closed} Queues; mehrere Aufrufe benutzen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/redis_lists.py" />
            <source>queue {label} is a {kind} queue; list commands need a fifo queue</source>
            <translation>Die Queue {label} ist von der Art {kind}; Listenbefehle benötigen eine fifo-Queue</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/reports.py" />
            <source>the report has {queues_count} bytes of queues and {batch_count} of calls; send at most {max_json} and {max_batch_bytes}</source>
            <translation>der Bericht hat {queues_count} Bytes für Queues und {batch_count} für Aufrufe; senden Sie höchstens {max_json} und {max_batch_bytes}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/reports.py" />
            <source>the queues have more than {max_values} values</source>
            <translation>die Queues haben mehr als {max_values} Werte</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/reports.py" />
            <source>a report can have at most {max_events} events</source>
            <translation>ein Bericht kann höchstens {max_events} Ereignisse haben</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/reports.py" />
            <source>the queues must be an array of at most {max_queues} objects</source>
            <translation>die Queues müssen ein Array mit höchstens {max_queues} Objekten sein</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/reports.py" />
            <source>a figure must be a whole number from 0 to {largest}</source>
            <translation>eine Zahl muss eine ganze Zahl von 0 bis {largest} sein</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/reports.py" />
            <source>the size of a queue is {figure}; events have no such depth</source>
            <translation>Die Größe einer Queue ist {figure}; Ereignisse haben keinen solchen Füllstand</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/reports.py" />
            <source>a time must be a number of seconds of 0 or more</source>
            <translation>eine Zeit muss eine Anzahl Sekunden von mindestens 0 sein</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/reports.py" />
            <source>a name must be text</source>
            <translation>ein Name muss Text sein</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/reports.py" />
            <source>an event refers to a client or queue that was not reported</source>
            <translation>ein Ereignis nennt einen Client oder eine Queue, die nicht berichtet wurden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/reports.py" />
            <source>the field {name} of an event is {fields}</source>
            <translation>das Feld {name} eines Ereignisses ist {fields}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/reports.py" />
            <source>the controller has reached its limit of {queues} queues of other programs; expose fewer, or raise its max_queues</source>
            <translation>Der Controller hat seine Grenze von {queues} Queues anderer Programme erreicht; weniger sichtbar machen oder max_queues erhöhen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/reports.py" />
            <source>the program has named more than {max_callers} threads; connect again</source>
            <translation>das Programm hat mehr als {max_callers} Threads genannt; verbinden Sie sich erneut</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/reports.py" />
            <source>the program has more than {max_calls} blocked calls; connect again</source>
            <translation>das Programm hat mehr als {max_calls} blockierte Aufrufe; verbinden Sie sich erneut</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/reports.py" />
            <source>the program would use {held} bytes; it may use {max_program}</source>
            <translation>das Programm würde {held} Bytes belegen; es darf {max_program} belegen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/transactions.py" />
            <source>MULTI calls can not be nested; send EXEC or DISCARD first</source>
            <translation>MULTI kann nicht verschachtelt werden; zuerst EXEC oder DISCARD senden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/transactions.py" />
            <source>{name} is not allowed in a transaction; send it before MULTI or after EXEC</source>
            <translation>{name} ist in einer Transaktion nicht erlaubt; vor MULTI oder nach EXEC senden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/transactions.py" />
            <source>transaction discarded because of previous errors; nothing was executed</source>
            <translation>Transaktion wegen früherer Fehler verworfen; nichts wurde ausgeführt</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/transactions.py" />
            <source>the reply of the transaction has more than {payload} bytes; this call and the following ones were not executed</source>
            <translation>Die Antwort der Transaktion hat mehr als {payload} Bytes; dieser Aufruf und die folgenden wurden nicht ausgeführt</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/transactions.py" />
            <source>the calls of the transaction move too many items for one step; this call and the following ones were not executed</source>
            <translation>die Aufrufe der Transaktion bewegen zu viele Elemente für einen Schritt; dieser Aufruf und die folgenden wurden nicht ausgeführt</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/transactions.py" />
            <source>WATCH inside MULTI is not allowed</source>
            <translation>WATCH ist zwischen MULTI und EXEC nicht erlaubt</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/transactions.py" />
            <source>this controller does not support WATCH; MULTI and EXEC execute all calls in one step without it</source>
            <translation>Dieser Controller unterstützt WATCH nicht; MULTI und EXEC führen alle Aufrufe auch ohne WATCH in einem Schritt aus</translation>
        </message>
        <message>
            <location filename="rqcore/controller/handlers/transactions.py" />
            <source>{name} without MULTI</source>
            <translation>{name} ohne MULTI</translation>
        </message>
        <message>
            <location filename="rqcore/controller/interventions/debugger_sessions.py" />
            <source>the controller has {max_sessions} debuggers; detach one</source>
            <translation>der Controller hat {max_sessions} Debugger; trennen Sie einen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/interventions/debugger_sessions.py" />
            <source>this controller was started with --no-debug; start it without, to debug it</source>
            <translation>dieser Controller wurde mit --no-debug gestartet; zum Debuggen muss er ohne diese Option gestartet werden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/interventions/debugger_sessions.py" />
            <source>without users, a controller can only be debugged from its own machine; add a user with the role debug to its users file</source>
            <translation>ohne Benutzer kann ein Controller nur von seinem eigenen Rechner aus debuggt werden; fügen Sie der Benutzerdatei einen Benutzer mit der Rolle debug hinzu</translation>
        </message>
        <message>
            <location filename="rqcore/controller/interventions/debugger_sessions.py" />
            <source>no session has this token; a session ends {heartbeat_seconds} s after its last command</source>
            <translation>keine Sitzung hat dieses Token; eine Sitzung endet {heartbeat_seconds} s nach ihrem letzten Befehl</translation>
        </message>
        <message>
            <location filename="rqcore/controller/interventions/edits.py" />
            <source>items of the durable queue {label} cannot be edited; remove the item, and put another</source>
            <translation>Elemente der dauerhaften Queue {label} können nicht geändert werden; entfernen Sie das Element, und fügen Sie ein anderes ein</translation>
        </message>
        <message>
            <location filename="rqcore/controller/interventions/edits.py" />
            <source>item {number} is not among the next {extracted} of {label}; take others first</source>
            <translation>Element {number} ist nicht unter den nächsten {extracted} von {label}; entnehmen Sie zuerst andere</translation>
        </message>
        <message>
            <location filename="rqcore/controller/interventions/edits.py" />
            <source>queue {label} has no item {number}; it was taken, or it is leased</source>
            <translation>die Queue {label} hat kein Element {number}; es wurde entnommen oder ist verliehen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/interventions/freezes.py" />
            <source>unknown side {side} of a freeze; choose from {sides}</source>
            <translation>eingefroren werden können {sides}; {side} ist unbekannt</translation>
        </message>
        <message>
            <location filename="rqcore/controller/interventions/freezes.py" />
            <source>queue {label} is frozen already; thaw it first</source>
            <translation>die Queue {label} ist schon eingefroren; tauen Sie sie zuerst auf</translation>
        </message>
        <message>
            <location filename="rqcore/controller/interventions/freezes.py" />
            <source>unknown side {side} of a step; choose puts or gets</source>
            <translation>schrittweise weiterlaufen können puts oder gets; {side} ist unbekannt</translation>
        </message>
        <message>
            <location filename="rqcore/controller/interventions/freezes.py" />
            <source>the freeze of {label} concerns {side}; step through these</source>
            <translation>von {label} ist eingefroren: {side}; nur diese können schrittweise weiterlaufen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/interventions/held_calls.py" />
            <source>no call {number} is held; it has continued, or its client has left</source>
            <translation>kein Aufruf {number} ist angehalten; er läuft weiter, oder sein Client ist gegangen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/interventions/held_calls.py" />
            <source>this call has {items_count} payloads that can be changed, and no priority</source>
            <translation>dieser Aufruf hat {items_count} änderbare Nutzlasten und keine Priorität</translation>
        </message>
        <message>
            <location filename="rqcore/controller/interventions/held_calls.py" />
            <source>only puts and gets can be discarded; release the call, or answer with an error</source>
            <translation>nur Puts und Gets können verworfen werden; geben Sie den Aufruf frei, oder beantworten Sie ihn mit einem Fehler</translation>
        </message>
        <message>
            <location filename="rqcore/controller/interventions/held_calls.py" />
            <source>the call has taken no items; let it continue, or answer with an error</source>
            <translation>der Aufruf hat keine Elemente entnommen; lassen Sie ihn weiterlaufen, oder beantworten Sie ihn mit einem Fehler</translation>
        </message>
        <message>
            <location filename="rqcore/controller/interventions/held_transactions.py" />
            <source>a debugger discarded the transaction; nothing was executed</source>
            <translation>ein Debugger hat die Transaktion verworfen; nichts davon wurde ausgeführt</translation>
        </message>
        <message>
            <location filename="rqcore/controller/interventions/started_call.py" />
            <source>the payload of this call is a file in the spool, which cannot be changed</source>
            <translation>die Nutzdaten dieses Aufrufs sind eine Datei im Spool, die nicht geändert werden kann</translation>
        </message>
        <message>
            <location filename="rqcore/controller/interventions/started_call.py" />
            <source>this call has {items_count} payloads that can be changed</source>
            <translation>dieser Aufruf hat {items_count} änderbare Nutzlasten</translation>
        </message>
        <message>
            <location filename="rqcore/controller/interventions/started_call.py" />
            <source>{name} has no {keyword}</source>
            <translation>{name} hat kein {keyword}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/leases.py" />
            <source>lease {number} of queue {label} has ended: it was acknowledged or given back, its time was over, its client had left, or its item was destroyed</source>
            <translation>Die Lease {number} der Queue {label} ist beendet: Sie wurde bestätigt oder zurückgegeben, ihre Zeit war um, ihr Client war weg, oder ihr Element wurde gelöscht</translation>
        </message>
        <message>
            <location filename="rqcore/controller/logins.py" />
            <source>too many passwords were tried from this address; try again in {wait} s</source>
            <translation>Von dieser Adresse wurden zu viele Passwörter versucht; in {wait} s erneut versuchen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/logins.py" />
            <source>too many passwords are being checked; try again in a second</source>
            <translation>Zu viele Passwörter werden gerade geprüft; in einer Sekunde erneut versuchen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/observation/patterns.py" />
            <source>an observer can have {most_wildcards} patterns with wildcards, of {most_characters} characters together; use fewer or shorter patterns</source>
            <translation>ein Beobachter kann {most_wildcards} Muster mit Platzhaltern haben, mit zusammen {most_characters} Zeichen; verwenden Sie weniger oder kürzere Muster</translation>
        </message>
        <message>
            <location filename="rqcore/controller/observation/publisher.py" />
            <source>the controller has reached its limit of {observers} observers; stop one, or raise its max_observers</source>
            <translation>Der Controller hat seine Grenze von {observers} Beobachtern erreicht; einen beenden oder max_observers erhöhen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/queue.py" />
            <source>queue {label} was shut down and is empty; no more items will come</source>
            <translation>Die Queue {label} wurde heruntergefahren und ist leer; es kommen keine Elemente mehr</translation>
        </message>
        <message>
            <location filename="rqcore/controller/queue.py" />
            <source>all unfinished items of queue {label} are leased; acknowledge them instead</source>
            <translation>Alle unerledigten Elemente der Queue {label} sind geleast; sie stattdessen bestätigen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/queue.py" />
            <source>task_done() called too many times; queue {label} has no unfinished items</source>
            <translation>task_done() wurde zu oft aufgerufen; die Queue {label} hat keine unerledigten Elemente</translation>
        </message>
        <message>
            <location filename="rqcore/controller/queue_fields.py" />
            <source>queue {label} holds {size} of {maxsize} items; wait, or raise its maxsize</source>
            <translation>Die Queue {label} enthält {size} von {maxsize} Elementen; warten oder maxsize erhöhen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/queue_fields.py" />
            <source>queue {label} is empty</source>
            <translation>Die Queue {label} ist leer</translation>
        </message>
        <message>
            <location filename="rqcore/controller/queue_fields.py" />
            <location filename="rqcore/controller/queue_registry.py" />
            <source>queue {label} was closed; create it again to use it</source>
            <translation>Die Queue {label} wurde geschlossen; sie neu anlegen, um sie zu benutzen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/queue_registry.py" />
            <source>queue {label} is in another program; clients can only observe it</source>
            <translation>Die Queue {label} liegt in einem anderen Programm; Clients können sie nur beobachten</translation>
        </message>
        <message>
            <location filename="rqcore/controller/queue_registry.py" />
            <source>no queue is named {reference}; check the name, or create it</source>
            <translation>Es gibt keine Queue {reference}; den Namen prüfen oder sie anlegen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/queue_registry.py" />
            <source>the controller has reached its limit of {queues} queues; close some, or raise its max_queues</source>
            <translation>Der Controller hat seine Grenze von {queues} Queues erreicht; einige schließen oder max_queues erhöhen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/sessions.py" />
            <source>this session has ended, or the controller was restarted; begin another one</source>
            <translation>Diese Sitzung ist beendet, oder der Controller wurde neu gestartet; eine andere beginnen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/state.py" />
            <location filename="rqcore/pressure/errors.py" />
            <source>a queue named {name} already exists; choose another name, or allow an existing queue</source>
            <translation>Eine Queue {name} existiert schon; einen anderen Namen wählen oder eine vorhandene Queue erlauben</translation>
        </message>
        <message>
            <location filename="rqcore/controller/state.py" />
            <source>the queue name has {key_count} bytes; use at most {max_name}</source>
            <translation>Der Name der Queue hat {key_count} Bytes; erlaubt sind höchstens {max_name}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/state.py" />
            <source>this controller has no spool; send the payload itself, without SPOOLED</source>
            <translation>Dieser Controller hat keinen Spool; die Nutzdaten selbst senden, ohne SPOOLED</translation>
        </message>
        <message>
            <location filename="rqcore/controller/storage/durable_leases.py" />
            <source>the controller ends; use queue {label} again when it has been started again</source>
            <translation>Der Controller endet; die Queue {label} ist wieder da, wenn er neu gestartet ist</translation>
        </message>
        <message>
            <location filename="rqcore/controller/storage/journal.py" />
            <source>this controller has no data directory for durable queues; start it with --data, or create the queue without durable</source>
            <translation>dieser Controller hat kein Datenverzeichnis für dauerhafte Queues; ihn mit --data starten oder die Queue ohne durable anlegen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/storage/journal.py" />
            <source>queue {label} is durable, and its changes cannot be saved: {failure}; nothing was changed; try again when the controller can write</source>
            <translation>die Queue {label} ist dauerhaft, und ihre Änderungen können nicht gespeichert werden: {failure}; es wurde nichts geändert; erneut versuchen, wenn der Controller schreiben kann</translation>
        </message>
        <message>
            <location filename="rqcore/controller/transaction.py" />
            <source>a transaction has at most {max_calls} calls, and moves and calls for several items count twice; use several transactions</source>
            <translation>Eine Transaktion hat höchstens {max_calls} Aufrufe, und Verschieben und Aufrufe für mehrere Elemente zählen doppelt; mehrere Transaktionen verwenden</translation>
        </message>
        <message>
            <location filename="rqcore/controller/transaction.py" />
            <source>the transaction has {held} bytes; at most {max_bytes} are allowed</source>
            <translation>Die Transaktion hat {held} Bytes; erlaubt sind höchstens {max_bytes}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/users.py" />
            <source>line {number} is invalid; write a table for each user as rqcore user prints it, or name:password</source>
            <translation>Zeile {number} ist ungültig; für jeden Benutzer eine Tabelle schreiben, wie rqcore user sie ausgibt, oder name:passwort</translation>
        </message>
        <message>
            <location filename="rqcore/controller/users.py" />
            <source>line {number} repeats the user {name}; remove one of the lines</source>
            <translation>Zeile {number} nennt den Benutzer {name} noch einmal; eine der Zeilen entfernen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/users.py" />
            <source>the table [{name}] repeats a user; remove one of them</source>
            <translation>Die Tabelle [{name}] wiederholt einen Benutzer; eine der Angaben entfernen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/users.py" />
            <source>line {number} is invalid; write 64 hexadecimal digits after sha256:</source>
            <translation>Zeile {number} ist ungültig; nach sha256: 64 Hexadezimalziffern schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/controller/users.py" />
            <source>write a table, such as [alice]</source>
            <translation>eine Tabelle schreiben, etwa [alice]</translation>
        </message>
        <message>
            <location filename="rqcore/controller/users.py" />
            <source>there is no field {unknown}; the fields are {fields}</source>
            <translation>Es gibt kein Feld {unknown}; die Felder sind {fields}</translation>
        </message>
        <message>
            <location filename="rqcore/controller/users.py" />
            <source>scrypt is missing; let rqcore user print the table</source>
            <translation>scrypt fehlt; die Tabelle von rqcore user ausgeben lassen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/users.py" />
            <source>there is no role {wrong}; choose from {names}</source>
            <translation>Es gibt keine Rolle {wrong}; eine von {names} wählen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/users.py" />
            <source>role has no role; choose from {names}</source>
            <translation>role enthält keine Rolle; aus {names} wählen</translation>
        </message>
        <message>
            <location filename="rqcore/controller/users.py" />
            <source>{name} must be a text or a list of texts, such as ["use", "observe"]</source>
            <translation>{name} muss ein Text oder eine Liste von Texten sein, etwa ["use", "observe"]</translation>
        </message>
        <message>
            <location filename="rqcore/client/async_connection.py" />
            <source>cannot reach {url}: {error}</source>
            <translation>{url} ist nicht erreichbar: {error}</translation>
        </message>
        <message>
            <location filename="rqcore/client/async_connection.py" />
            <location filename="rqcore/transport/open_transport.py" />
            <source>cannot reach {url}: {reason}</source>
            <translation>{url} ist nicht erreichbar: {reason}</translation>
        </message>
        <message>
            <location filename="rqcore/client/async_connection.py" />
            <source>{url} did not answer within {timeout} s; check it, or raise network_timeout</source>
            <translation>{url} hat nicht innerhalb von {timeout} s geantwortet; den Server prüfen oder network_timeout erhöhen</translation>
        </message>
        <message>
            <location filename="rqcore/client/async_connection.py" />
            <source>the connection to {url} was closed</source>
            <translation>Die Verbindung zu {url} wurde geschlossen</translation>
        </message>
        <message>
            <location filename="rqcore/client/async_pool.py" />
            <location filename="rqcore/client/pool.py" />
            <source>{error}, and could not be resumed: {refusal}</source>
            <translation>{error}, und ließ sich nicht fortsetzen: {refusal}</translation>
        </message>
        <message>
            <location filename="rqcore/client/async_pool.py" />
            <location filename="rqcore/client/pool.py" />
            <source>{url} did not answer within {network_timeout} s; check it, or raise network_timeout</source>
            <translation>{url} hat nicht innerhalb von {network_timeout} s geantwortet; den Server prüfen oder network_timeout erhöhen</translation>
        </message>
        <message>
            <location filename="rqcore/client/async_pool.py" />
            <location filename="rqcore/client/pool.py" />
            <source>the handle of {url} was closed; connect again</source>
            <translation>Das Handle für {url} wurde geschlossen; erneut verbinden</translation>
        </message>
        <message>
            <location filename="rqcore/client/base.py" />
            <source>codec must be None or "pickle", not {codec}; other codecs are chosen for each item</source>
            <translation>codec muss None oder "pickle" sein, nicht {codec}; andere Codecs werden für jedes Element gewählt</translation>
        </message>
        <message>
            <location filename="rqcore/client/capabilities.py" />
            <source>{what} needs a controller (rq://); this server does not support it</source>
            <translation>{what} benötigt einen Controller (rq://); dieser Server unterstützt es nicht</translation>
        </message>
        <message>
            <location filename="rqcore/client/capabilities.py" />
            <source>{what} needs a controller (rq://), or a queue of rqcore on Redis (queues=rqcore in the URL); this queue does not support it</source>
            <translation>{what} benötigt einen Controller (rq://) oder eine Queue von rqcore auf Redis (queues=rqcore in der URL); diese Queue unterstützt es nicht</translation>
        </message>
        <message>
            <location filename="rqcore/client/connection.py" />
            <source>{url} answered {line} to RQ.RESUME</source>
            <translation>{url} hat auf RQ.RESUME mit {line} geantwortet</translation>
        </message>
        <message>
            <location filename="rqcore/client/connection.py" />
            <source>{url} did not answer within {seconds} s; check it, or raise network_timeout</source>
            <translation>{url} hat nicht innerhalb von {seconds} s geantwortet; den Server prüfen oder network_timeout erhöhen</translation>
        </message>
        <message>
            <location filename="rqcore/client/connection.py" />
            <source>resuming the connection to {url} was interrupted</source>
            <translation>Das Fortsetzen der Verbindung zu {url} wurde unterbrochen</translation>
        </message>
        <message>
            <location filename="rqcore/client/connection.py" />
            <source>the request to {url} was interrupted</source>
            <translation>Die Anfrage an {url} wurde unterbrochen</translation>
        </message>
        <message>
            <location filename="rqcore/client/exchange.py" />
            <source>{error}; the call may have been carried out, or not</source>
            <translation>{error}; vielleicht wurde der Aufruf ausgeführt, vielleicht nicht</translation>
        </message>
        <message>
            <location filename="rqcore/client/exchange.py" />
            <source>the controller answered {reply}, which does not fit the request</source>
            <translation>Der Controller hat mit {reply} geantwortet, was nicht zur Anfrage passt</translation>
        </message>
        <message>
            <location filename="rqcore/client/exchange.py" />
            <source>the controller answered {reply} instead of OK</source>
            <translation>Der Controller hat mit {reply} statt OK geantwortet</translation>
        </message>
        <message>
            <location filename="rqcore/client/native/async_native_queue.py" />
            <location filename="rqcore/client/native/native_queue.py" />
            <source>the lease has ended with the controller: {error}</source>
            <translation>Die Lease endete mit dem Controller: {error}</translation>
        </message>
        <message>
            <location filename="rqcore/client/native/async_native_queue.py" />
            <location filename="rqcore/client/native/native_queue.py" />
            <source>cannot move items to {to}, on another kind of server; pass a queue of this controller</source>
            <translation>Elemente können nicht nach {to} auf einem Server anderer Art verschoben werden; eine Queue dieses Controllers angeben</translation>
        </message>
        <message>
            <location filename="rqcore/client/native/async_native_queue.py" />
            <location filename="rqcore/client/native/native_queue.py" />
            <source>{self}: the wait was ended by CLIENT UNBLOCK, or the handle was closed</source>
            <translation>{self}: CLIENT UNBLOCK hat das Warten beendet, oder das Handle wurde geschlossen</translation>
        </message>
        <message>
            <location filename="rqcore/client/priorities.py" />
            <source>the order of a pickle that is not loaded is unknown; pass priority=…</source>
            <translation>Die Ordnung eines Pickles, der nicht geladen wird, ist unbekannt; priority=… angeben</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>its certificate is not valid yet; check the clocks of both machines</source>
            <translation>sein Zertifikat ist noch nicht gültig; die Uhren beider Rechner prüfen</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>its certificate has expired; renew it on the server, or check the clock here</source>
            <translation>sein Zertifikat ist abgelaufen; es auf dem Server erneuern oder die Uhr hier prüfen</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>its certificate is for another host; connect by a name that is in the certificate</source>
            <translation>sein Zertifikat gilt für einen anderen Host; mit einem Namen verbinden, der im Zertifikat steht</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>it contains no certificate in PEM format</source>
            <translation>sie enthält kein Zertifikat im PEM-Format</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>it contains no certificate or no key in PEM format</source>
            <translation>sie enthält kein Zertifikat oder keinen Schlüssel im PEM-Format</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>its key belongs to another certificate</source>
            <translation>der Schlüssel gehört zu einem anderen Zertifikat</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>it demands a certificate of the client; add certfile and keyfile to the URL</source>
            <translation>er verlangt ein Zertifikat des Clients; certfile und keyfile in die URL schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>it found no common kind of TLS; it may demand a certificate of the client</source>
            <translation>er fand keine gemeinsame Art von TLS; vielleicht verlangt er ein Zertifikat des Clients</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>it refuses the certificate of this client</source>
            <translation>er lehnt das Zertifikat dieses Clients ab</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>it does not trust the certificate of this client</source>
            <translation>er vertraut dem Zertifikat dieses Clients nicht</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>the certificate of this client has expired</source>
            <translation>das Zertifikat dieses Clients ist abgelaufen</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>it has only versions of TLS before 1.2, which are not safe</source>
            <translation>er hat nur Versionen von TLS vor 1.2, die nicht sicher sind</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>it ended TLS; it may demand a certificate of the client, certfile and keyfile in the URL</source>
            <translation>er hat TLS beendet; vielleicht verlangt er ein Zertifikat des Clients, certfile und keyfile in der URL</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>it did not answer in time; check the address, the network and firewalls</source>
            <translation>er hat nicht rechtzeitig geantwortet; Adresse, Netz und Firewalls prüfen</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>no route leads to this host; check the address and the network</source>
            <translation>kein Weg führt zu diesem Host; Adresse und Netz prüfen</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>the network cannot be reached; check the network of this machine</source>
            <translation>das Netz ist nicht erreichbar; das Netz dieses Rechners prüfen</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>the server or the network ended the connection</source>
            <translation>der Server oder das Netz hat die Verbindung beendet</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>there is no such file; check the path</source>
            <translation>diese Datei gibt es nicht; den Pfad prüfen</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>this is a folder; write the path of a file</source>
            <translation>das ist ein Ordner; den Pfad einer Datei schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>this user has no permission for it</source>
            <translation>dieser Benutzer hat dafür keine Berechtigung</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>connection refused; start the server there, or correct the URL</source>
            <translation>Verbindung abgelehnt; dort den Server starten oder die URL korrigieren</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>no address was found for this host; correct the URL, or check the network</source>
            <translation>zu diesem Host wurde keine Adresse gefunden; die URL korrigieren oder das Netz prüfen</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>its certificate is not trusted ({verification}); add the file of its authority to the URL, as cafile=…</source>
            <translation>seinem Zertifikat wird nicht vertraut ({verification}); die Datei seiner Zertifizierungsstelle in die URL schreiben, als cafile=…</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>its certificate is not trusted: {verification}</source>
            <translation>seinem Zertifikat wird nicht vertraut: {verification}</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>TLS failed: {lower}</source>
            <translation>TLS ist fehlgeschlagen: {lower}</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>it has answered before, but refuses further connections now; look into its log</source>
            <translation>er hat schon geantwortet, lehnt jetzt aber weitere Verbindungen ab; sehen Sie in sein Protokoll</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>TLS failed; if the server does not use TLS, remove the s from rqs:// or rediss://</source>
            <translation>TLS ist gescheitert; wenn der Server kein TLS verwendet, das s in rqs:// oder rediss:// entfernen</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>{url} closed the connection; {hint}</source>
            <translation>{url} hat die Verbindung geschlossen; {hint}</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>{url} closed the connection</source>
            <translation>{url} hat die Verbindung geschlossen</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>if it uses TLS, add an s to the URL: rqs:// or rediss://</source>
            <translation>falls er TLS verwendet, ein s in die URL einfügen: rqs:// oder rediss://</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>if it demands a certificate of the client, add certfile and keyfile to the URL</source>
            <translation>falls er ein Zertifikat des Clients verlangt, certfile und keyfile in die URL schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>{url} does not speak RESP as controllers do; check the URL: {error}</source>
            <translation>{url} spricht nicht RESP wie ein Controller; die URL prüfen: {error}</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>{url} speaks HTTP, not RESP as controllers do; check host and port</source>
            <translation>{url} spricht HTTP, nicht RESP wie ein Controller; Host und Port prüfen</translation>
        </message>
        <message>
            <location filename="rqcore/transport/failure_reasons.py" />
            <source>{url} does not speak RESP as controllers do; check host and port</source>
            <translation>{url} spricht nicht RESP wie ein Controller; Host und Port prüfen</translation>
        </message>
        <message>
            <location filename="rqcore/transport/open_transport.py" />
            <source>rqs:// needs TLS, which this Python was built without: {error}</source>
            <translation>rqs:// benötigt TLS, ohne das dieses Python gebaut wurde: {error}</translation>
        </message>
        <message>
            <location filename="rqcore/transport/shared_spool.py" />
            <source>the payload cannot be written to {directory}: {error}</source>
            <translation>Die Nutzdaten können nicht nach {directory} geschrieben werden: {error}</translation>
        </message>
        <message>
            <location filename="rqcore/transport/shared_spool.py" />
            <source>the item is in {path}, which cannot be read: {error}</source>
            <translation>Das Element ist in {path} und kann nicht gelesen werden: {error}</translation>
        </message>
        <message>
            <location filename="rqcore/transport/shared_spool.py" />
            <source>the controller sent a wrong name of a spooled file: {name}</source>
            <translation>Der Controller hat einen falschen Namen für eine Datei im Spool gesendet: {name}</translation>
        </message>
        <message>
            <location filename="rqcore/transport/shared_spool.py" />
            <source>the file is not the secret of a spool</source>
            <translation>Die Datei ist nicht das Geheimnis eines Spools</translation>
        </message>
        <message>
            <location filename="rqcore/transport/shared_spool.py" />
            <source>the file does not belong to this user alone</source>
            <translation>Die Datei gehört nicht diesem Benutzer allein</translation>
        </message>
        <message>
            <location filename="rqcore/transport/shared_spool.py" />
            <source>it is not a regular file</source>
            <translation>Es ist keine reguläre Datei</translation>
        </message>
        <message>
            <location filename="rqcore/transport/tls_transport.py" />
            <source>the certificates in {cafile} cannot be read: {error}</source>
            <translation>Die Zertifikate in {cafile} können nicht gelesen werden: {error}</translation>
        </message>
        <message>
            <location filename="rqcore/transport/tls_transport.py" />
            <source>the certificate in {certfile} cannot be used: {error}</source>
            <translation>Das Zertifikat in {certfile} kann nicht benutzt werden: {error}</translation>
        </message>
        <message>
            <location filename="rqcore/transport/tls_transport.py" />
            <source>the key of the certificate has a password; use a key without one</source>
            <translation>Der Schlüssel des Zertifikats ist mit einem Passwort geschützt; einen Schlüssel ohne Passwort benutzen</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/__init__.py" />
            <source>queues on Redis need redis-py, which is not installed: pip install 'rqdebug[redis]'</source>
            <translation>Queues auf Redis benötigen redis-py, das nicht installiert ist: pip install 'rqdebug[redis]'</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/adapter.py" />
            <source>there is no queue kind {kind}; write fifo, lifo or priority</source>
            <translation>Es gibt keine Art von Queue {kind}; fifo, lifo oder priority schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/async_plain_keys.py" />
            <location filename="rqcore/pressure/plain_keys.py" />
            <source>the {kind} {namespace} does not exist; Redis deletes a key that is empty</source>
            <translation>{kind} {namespace} existiert nicht; Redis löscht einen leeren Schlüssel</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/async_plain_keys.py" />
            <location filename="rqcore/pressure/plain_keys.py" />
            <source>the list {namespace} is empty</source>
            <translation>Die Liste {namespace} ist leer</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/async_redis_connection.py" />
            <location filename="rqcore/pressure/redis_connection.py" />
            <source>{error}; the call may have been carried out</source>
            <translation>{error}; der Aufruf wurde möglicherweise ausgeführt</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/key_protocol/keys.py" />
            <source>a queue on Redis needs a name of at least one character</source>
            <translation>Eine Queue auf Redis benötigt einen Namen mit mindestens einem Zeichen</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/key_protocol/keys.py" />
            <source>a queue cannot be named {name}: a name must not end in {part}</source>
            <translation>Eine Queue kann nicht {name} heißen: Ein Name darf nicht auf {part} enden</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/key_protocol/keys.py" />
            <source>{argument} must be a text or bytes, not {text}</source>
            <translation>{argument} muss ein Text oder bytes sein, nicht {text}</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/key_protocol/protocol_steps.py" />
            <source>a script has put {number} of {rest_count} items, which no queue does</source>
            <translation>ein Skript hat {number} von {rest_count} Elementen eingelegt, was keine Queue tut</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/key_protocol/protocol_steps.py" />
            <source>the bound is {bound}; write a positive number, or 0 for no limit</source>
            <translation>Die Grenze ist {bound}; eine positive Zahl schreiben, oder 0 für unbegrenzt</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/key_protocol/protocol_steps.py" />
            <source>queue {name} is closed already</source>
            <translation>Die Queue {name} ist schon geschlossen</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/key_protocol/protocol_steps.py" />
            <source>there is no role {role}; write producer or consumer</source>
            <translation>Es gibt keine Rolle {role}; producer oder consumer schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/key_protocol/protocol_steps.py" />
            <location filename="rqcore/redis/queue_steps.py" />
            <source>queue {name} holds {rest} of {rest2} items; wait, or raise its maxsize</source>
            <translation>Die Queue {name} enthält {rest} von {rest2} Elementen; warten oder maxsize erhöhen</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/key_protocol/protocol_steps.py" />
            <location filename="rqcore/redis/queue_steps.py" />
            <source>queue {name} is empty</source>
            <translation>Die Queue {name} ist leer</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/key_protocol/protocol_steps.py" />
            <source>queue {name} was closed; it accepts no more items</source>
            <translation>Die Queue {name} wurde geschlossen; sie nimmt keine Elemente mehr an</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/key_protocol/protocol_steps.py" />
            <source>a script replied {shown}, which is not a reply of the protocol</source>
            <translation>Ein Skript hat mit {shown} geantwortet, was keine Antwort des Protokolls ist</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/key_protocol/redis_payloads.py" />
            <source>an item of a pressure queue must be bytes or text, not {item}</source>
            <translation>ein Element einer Pressure-Queue muss bytes oder Text sein, nicht {item}</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/key_scan.py" />
            <source>{address} has more than {max_keys} queues; open the one you need by its name</source>
            <translation>{address} hat mehr als {max_keys} Queues; die gewünschte mit ihrem Namen öffnen</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/key_scan.py" />
            <source>{address} did not list its keys in {seconds} seconds; raise network_timeout</source>
            <translation>{address} hat seine Schlüssel nicht in {seconds} Sekunden aufgelistet; network_timeout erhöhen</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_address.py" />
            <source>{shown} is not the URL of a Redis server; write redis://host or redis://host:6379/0</source>
            <translation>{shown} ist keine URL eines Redis-Servers; redis://host oder redis://host:6379/0 schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_address.py" />
            <source>{url} is not the URL of a Redis server; {escapes}</source>
            <translation>{url} ist keine URL eines Redis-Servers; {escapes}</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_address.py" />
            <source>{shown} has no valid host and port; write redis://host:6379/0</source>
            <translation>{shown} hat keinen gültigen Rechner und Port; redis://host:6379/0 schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_address.py" />
            <source>{shown} has no service name; write {scheme}://host:{sentinel_port}/service</source>
            <translation>{shown} hat keinen Dienstnamen; {scheme}://host:{sentinel_port}/dienst schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_address.py" />
            <source>{shown} has several hosts; write redis+cluster:// or redis+sentinel://, or a single host</source>
            <translation>{shown} hat mehrere Rechner; redis+cluster:// oder redis+sentinel:// schreiben, oder nur einen Rechner</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_address.py" />
            <source>the database in {shown} is not a number; write redis://host:6379/0</source>
            <translation>die Datenbank in {shown} ist keine Zahl; redis://host:6379/0 schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_address.py" />
            <source>{shown} cannot be opened: {reason}</source>
            <translation>{shown} kann nicht geöffnet werden: {reason}</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_connection_base.py" />
            <source>on a cluster the name of a queue needs a part in braces, as in {{{name}}}, so that all its keys are on one server</source>
            <translation>In einem Cluster benötigt der Name einer Queue einen Teil in geschweiften Klammern, etwa {{{name}}}, damit alle ihre Schlüssel auf einem Server liegen</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_connection_base.py" />
            <source>the handle of {address} was closed during the call</source>
            <translation>Das Handle von {address} wurde während des Aufrufs geschlossen</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_connection_base.py" />
            <source>the connection to {address} is read-only, but the call changes data; remove changes=no from the URL</source>
            <translation>Die Verbindung zu {address} erlaubt nur Lesen, der Aufruf ändert aber Daten; changes=no aus der URL entfernen</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_connection_base.py" />
            <source>{address} answered {command} with something that no Redis sends; check the URL</source>
            <translation>{address} hat auf {command} etwas geantwortet, was kein Redis sendet; die URL prüfen</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>{address} needs a password: write redis://:password@host</source>
            <translation>{address} benötigt ein Passwort: redis://:passwort@host schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>{address} does not know this user and password</source>
            <translation>{address} kennt diesen Benutzer mit diesem Passwort nicht</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>{address} does not know this password</source>
            <translation>{address} kennt dieses Passwort nicht</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>{address} has no password, but the URL has one</source>
            <translation>{address} hat kein Passwort, die URL aber enthält eines</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>{address} does not permit this user to do that: {message}</source>
            <translation>{address} erlaubt diesem Benutzer das nicht: {message}</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>{address} is still loading its data; try again later</source>
            <translation>{address} lädt noch seine Daten; später erneut versuchen</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>{address} is out of memory and accepts no more items</source>
            <translation>{address} hat keinen Speicher mehr und nimmt keine Elemente an</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>{address} is a replica, which accepts no changes; connect to its primary</source>
            <translation>{address} ist ein Replikat, das keine Änderungen annimmt; mit seinem Primärserver verbinden</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>{address} accepts no changes, because it cannot save them</source>
            <translation>{address} nimmt keine Änderungen an, weil es sie nicht speichern kann</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>a key has the wrong type for a pressure queue: {message}</source>
            <translation>Ein Schlüssel hat den falschen Typ für eine pressure-Queue: {message}</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>a counter of the queue is not a number: {message}</source>
            <translation>Ein Zähler der Queue ist keine Zahl: {message}</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>on a cluster the name of a queue needs a part in braces, as in {{jobs}}</source>
            <translation>In einem Cluster benötigt der Name einer Queue einen Teil in geschweiften Klammern, etwa {{jobs}}</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>on a cluster the names of both queues need the same part in braces, as in {{jobs}}</source>
            <translation>In einem Cluster benötigen die Namen beider Queues denselben Teil in geschweiften Klammern, etwa {{jobs}}</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>the command for {address} has no key</source>
            <translation>Der Befehl für {address} hat keinen Schlüssel</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>{address} is a controller, not a Redis: write rq:// for redis://</source>
            <translation>{address} ist ein Controller, kein Redis-Server: rq:// statt redis:// schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>{address} is too old or too restricted, use Redis 6.2 or newer, or Valkey: {message}</source>
            <translation>{address} ist zu alt oder zu eingeschränkt; Redis ab 6.2 oder Valkey benutzen: {message}</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>{address} has no such database</source>
            <translation>{address} hat diese Datenbank nicht</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>the cluster at {address} is down</source>
            <translation>Der Cluster bei {address} ist nicht verfügbar</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>no sentinel of {address} has a primary for that service</source>
            <translation>Kein Sentinel von {address} hat einen Primärserver für diesen Dienst</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>{address} does not speak the protocol of Redis; check host and port</source>
            <translation>{address} spricht nicht das Protokoll von Redis; Host und Port prüfen</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>cannot reach {address}: {error}</source>
            <translation>{address} ist nicht erreichbar: {error}</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/redis_errors.py" />
            <source>{address} answered: {message}</source>
            <translation>{address} hat geantwortet: {message}</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/timed_connection.py" />
            <source>the server sent more than {most} bytes in one reply</source>
            <translation>der Server hat in einer Antwort mehr als {most} Bytes gesendet</translation>
        </message>
        <message>
            <location filename="rqcore/pressure/timed_connection.py" />
            <source>the reply did not end in time</source>
            <translation>Die Antwort hat nicht rechtzeitig geendet</translation>
        </message>
        <message>
            <location filename="rqcore/redis/async_redis_queue.py" />
            <location filename="rqcore/redis/redis_queue.py" />
            <source>cannot move items to {to}, on another kind of server; pass a queue of rqcore on Redis</source>
            <translation>Elemente können nicht nach {to} verschoben werden, auf eine andere Art von Server; eine Queue von rqcore auf Redis angeben</translation>
        </message>
        <message>
            <location filename="rqcore/redis/async_redis_queue.py" />
            <location filename="rqcore/redis/redis_queue.py" />
            <source>cannot move items of queue {namespace} to itself; pass another queue</source>
            <translation>Elemente der Queue {namespace} können nicht in sie selbst verschoben werden; eine andere Queue angeben</translation>
        </message>
        <message>
            <location filename="rqcore/redis/async_redis_server.py" />
            <location filename="rqcore/redis/redis_server.py" />
            <source>queues={chosen} is not a choice; write queues={own} or queues={pressure}</source>
            <translation>queues={chosen} steht nicht zur Wahl; queues={own} oder queues={pressure} schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/redis/queue_keys.py" />
            <source>a queue on Redis cannot be named {name}; use at least one character, and do not begin with a closing brace</source>
            <translation>Eine Queue auf Redis kann nicht {name} heißen; mindestens ein Zeichen verwenden und nicht mit einer schließenden geschweiften Klammer beginnen</translation>
        </message>
        <message>
            <location filename="rqcore/redis/queue_steps.py" />
            <source>queue {name} was shut down; it accepts no more items</source>
            <translation>Die Queue {name} wurde heruntergefahren; sie nimmt keine Elemente mehr an</translation>
        </message>
        <message>
            <location filename="rqcore/redis/queue_steps.py" />
            <source>cannot order {rest} and {rest2}, which the queue contains; use priorities of one kind, or pass priority=… with a number</source>
            <translation>{rest} und {rest2} in der Queue lassen sich nicht ordnen; Prioritäten einer Art verwenden oder priority=… mit einer Zahl angeben</translation>
        </message>
        <message>
            <location filename="rqcore/redis/queue_steps.py" />
            <source>lease {rest} of queue {name} has ended: it was acknowledged or given back, its time was over, its client had left, or its item was destroyed</source>
            <translation>Die Lease {rest} der Queue {name} ist beendet: Sie wurde bestätigt oder zurückgegeben, ihre Zeit war um, ihr Client war weg, oder ihr Element wurde gelöscht</translation>
        </message>
        <message>
            <location filename="rqcore/redis/queue_steps.py" />
            <source>queue {name} has {rest} leased items; acknowledge some</source>
            <translation>Die Queue {name} hat {rest} geleaste Elemente; einige bestätigen</translation>
        </message>
        <message>
            <location filename="rqcore/redis/queue_steps.py" />
            <source>all unfinished items of queue {name} are leased; acknowledge them instead</source>
            <translation>Alle unerledigten Elemente der Queue {name} sind geleast; sie stattdessen bestätigen</translation>
        </message>
        <message>
            <location filename="rqcore/redis/queue_steps.py" />
            <source>task_done() called too many times; queue {name} has no unfinished items</source>
            <translation>task_done() wurde zu oft aufgerufen; die Queue {name} hat keine unerledigten Elemente</translation>
        </message>
        <message>
            <location filename="rqcore/redis/queue_steps.py" />
            <source>a script replied {shown}, which is not a reply of a queue</source>
            <translation>Ein Skript antwortete {shown}; das ist keine Antwort einer Queue</translation>
        </message>
        <message>
            <location filename="rqcore/redis/stored_items.py" />
            <source>{stored} on the server is not an item of a queue</source>
            <translation>{stored} auf dem Server ist kein Element einer Queue</translation>
        </message>
        <message>
            <location filename="rqcore/server/client_session.py" />
            <source>Protocol error: {error}</source>
            <translation>Protokollfehler: {error}</translation>
        </message>
        <message>
            <location filename="rqcore/server/spool_directory.py" />
            <source>the spool cannot use {filename}: {error}; set spool to another directory, or to off</source>
            <translation>Der Spool kann {filename} nicht benutzen: {error}; spool auf ein anderes Verzeichnis oder auf off setzen</translation>
        </message>
        <message>
            <location filename="rqcore/server/spool_directory.py" />
            <source>the name of a spooled file must be 32 hexadecimal digits</source>
            <translation>Der Name einer Datei im Spool muss aus 32 Hexadezimalziffern bestehen</translation>
        </message>
        <message>
            <location filename="rqcore/server/spool_directory.py" />
            <source>the spooled file {text} is already in a queue; write each payload to a new file</source>
            <translation>Die Datei {text} im Spool ist schon in einer Queue; alle Nutzdaten in je eine neue Datei schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/server/spool_directory.py" />
            <source>the payload has {size} bytes, and the limit is {most}; send less, or raise max_payload</source>
            <translation>Die Nutzdaten haben {size} Bytes, die Grenze ist {most}; weniger senden oder max_payload erhöhen</translation>
        </message>
        <message>
            <location filename="rqcore/server/spool_directory.py" />
            <source>the spool holds {size} of {most} bytes; take items, or raise max_spool</source>
            <translation>Der Spool enthält {size} von {most} Bytes; Elemente entnehmen oder max_spool erhöhen</translation>
        </message>
        <message>
            <location filename="rqcore/server/spool_directory.py" />
            <source>the spool has no file {name}; perhaps the controller was restarted</source>
            <translation>Der Spool hat keine Datei {name}; vielleicht wurde der Controller neu gestartet</translation>
        </message>
        <message>
            <location filename="rqcore/server/spool_directory.py" />
            <source>{name} is not a regular file that the controller can read; write a new one</source>
            <translation>{name} ist keine gewöhnliche Datei, die der Controller lesen kann; eine neue schreiben</translation>
        </message>
        <message>
            <location filename="rqcore/server/spool_directory.py" />
            <source>the spooled payload {path} has {size} bytes instead of {size2}: another program has changed the file</source>
            <translation>die ausgelagerten Daten {path} haben {size} Bytes statt {size2}: ein anderes Programm hat die Datei geändert</translation>
        </message>
        <message>
            <location filename="rqcore/server/spool_directory.py" />
            <source>the spooled payload {path} cannot be read: {error}</source>
            <translation>Die Nutzdaten {path} im Spool können nicht gelesen werden: {error}</translation>
        </message>
        <message>
            <location filename="rqcore/server/spool_directory.py" />
            <source>it must be a directory that only its owner, this user, can access</source>
            <translation>Es muss ein Verzeichnis sein, auf das nur dieser Benutzer als Eigentümer zugreifen kann</translation>
        </message>
        <message>
            <location filename="rqdebug/errors.py" />
            <source>column {column}: {message}</source>
            <translation>Spalte {column}: {message}</translation>
        </message>
        <message>
            <location filename="rqdebug/errors.py" />
            <source>{cause} (included by {filename}, line {line})</source>
            <translation>{cause} (eingefügt von {filename}, Zeile {line})</translation>
        </message>
        <message>
            <location filename="rqdebug/errors.py" />
            <source>{filename}, line {line}, column {column}: {message}</source>
            <translation>{filename}, Zeile {line}, Spalte {column}: {message}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/batch_decoder.py" />
            <source>an event batch has no field {missing}, so its events cannot be shown</source>
            <translation>Ein Ereignisstapel hat kein Feld {missing}; seine Ereignisse lassen sich nicht anzeigen</translation>
        </message>
        <message>
            <location filename="rqdebug/events/batch_decoder.py" />
            <source>an event batch has {count} records in {records_count} bytes, instead of {count2}</source>
            <translation>Ein Ereignisstapel hat {count} Datensätze in {records_count} Bytes, statt {count2}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/batch_decoder.py" />
            <source>an event batch has {lengths_count} lengths of previews instead of {in_runs}</source>
            <translation>Ein Ereignisstapel hat {lengths_count} Längen von Vorschauen statt {in_runs}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/batch_decoder.py" />
            <source>an event batch has a run of an unknown kind</source>
            <translation>Ein Ereignisstapel hat eine Folge unbekannter Art</translation>
        </message>
        <message>
            <location filename="rqdebug/events/batch_decoder.py" />
            <source>an event batch has a record with the count {max}</source>
            <translation>Ein Ereignisstapel hat einen Datensatz mit der Anzahl {max}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/batch_decoder.py" />
            <source>an event has a {name} that is too high: {error}</source>
            <translation>Ein Ereignis hat einen zu hohen Wert in {name}: {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/batch_decoder.py" />
            <source>an event has {name} {min}; the lowest possible is 0</source>
            <translation>Ein Ereignis hat {name} {min}; mindestens möglich ist 0</translation>
        </message>
        <message>
            <location filename="rqdebug/events/batch_decoder.py" />
            <source>an event has {name} {highest}; the highest possible is {highest_code}</source>
            <translation>Ein Ereignis hat {name} {highest}; höchstens möglich ist {highest_code}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/batch_decoder.py" />
            <source>an event batch has {previews_count} bytes of previews instead of {offsets}</source>
            <translation>Ein Ereignisstapel hat {previews_count} Bytes an Vorschauen statt {offsets}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/capture_columns.py" />
            <source>it has two columns of one name</source>
            <translation>Sie hat zwei Spalten mit demselben Namen</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/capture_columns.py" />
            <source>it has no column {name}</source>
            <translation>Sie hat keine Spalte {name}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/capture_columns.py" />
            <source>its column {found} has the type {kind} instead of {type}</source>
            <translation>Ihre Spalte {found} hat den Typ {kind} statt {type}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/capture_reader.py" />
            <source>{path} has compressed columns, which can take thousands of times its size in memory; write it without compression</source>
            <translation>{path} hat komprimierte Spalten, die im Speicher das Tausendfache belegen können; schreibe die Datei ohne Kompression</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/capture_reader.py" />
            <source>{path} is truncated or damaged: only its first {num_rows} events can be read</source>
            <translation>{path} ist abgeschnitten oder beschädigt: Nur die ersten {num_rows} Ereignisse sind lesbar</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/capture_reader.py" />
            <source>{path} has columns that this version does not know, and neither shows nor exports: {listed}</source>
            <translation>{path} hat Spalten, die diese Version nicht kennt und weder anzeigt noch exportiert: {listed}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/capture_reader.py" />
            <source>{path} has columns that this version does not know, and would lose: {listed}; write to another file</source>
            <translation>{path} hat Spalten, die diese Version nicht kennt und verlieren würde: {listed}; in eine andere Datei schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/capture_reader.py" />
            <source>the file {path} does not exist</source>
            <translation>Die Datei {path} existiert nicht</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/capture_reader.py" />
            <source>{path} is not a capture: it is a folder</source>
            <translation>{path} ist kein Mitschnitt, sondern ein Ordner</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/capture_reader.py" />
            <source>{path} cannot be read: {error}</source>
            <translation>{path} kann nicht gelesen werden: {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/capture_reader.py" />
            <source>it is not an Arrow stream</source>
            <translation>sie ist kein Arrow-Stream</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/capture_reader.py" />
            <source>it is empty</source>
            <translation>sie ist leer</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/capture_reader.py" />
            <source>{path} is not a capture: {reason}</source>
            <translation>{path} ist kein Mitschnitt: {reason}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/capture_reader.py" />
            <source>{path} is not a capture: its rqdebug metadata is malformed</source>
            <translation>{path} ist kein Mitschnitt: Seine Metadaten von rqdebug sind fehlerhaft</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/capture_reader.py" />
            <source>{path} has format {version}; this version reads up to {version2}, so update rqdebug</source>
            <translation>{path} hat Format {version}; diese Version liest nur Formate bis {version2}; rqdebug aktualisieren</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/capture_reader.py" />
            <source>{path} is not a capture: {error}</source>
            <translation>{path} ist keine Aufzeichnung: {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/capture_reader.py" />
            <source>the marks in {marks} cannot be read, and are not shown: {why}</source>
            <translation>Die Markierungen in {marks} sind nicht lesbar und werden nicht angezeigt: {why}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/capture_writer.py" />
            <source>{path} cannot be written: {error}</source>
            <translation>{path} kann nicht geschrieben werden: {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/export.py" />
            <source>there is no format {format}; the formats are {formats}</source>
            <translation>Es gibt kein Format {format}; die Formate sind {formats}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/private_copy.py" />
            <source>a private copy of its {size} MiB fits neither into {directory}, where {free} MiB are free, nor into memory, where {memory} MiB are; free some space, or set XDG_CACHE_HOME to another folder</source>
            <translation>eine eigene Kopie der {size} MiB passt weder in {directory}, wo {free} MiB frei sind, noch in den Speicher, wo {memory} MiB frei sind; geben Sie Platz frei, oder setzen Sie XDG_CACHE_HOME auf einen anderen Ordner</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/recording_lock.py" />
            <source>{path} is being recorded; stop that recording, or choose another file</source>
            <translation>{path} wird gerade aufgezeichnet; beenden Sie diese Aufzeichnung, oder wählen Sie eine andere Datei</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/rolling.py" />
            <source>{path} exists, and is not a regular file; choose another name</source>
            <translation>{path} existiert und ist keine gewöhnliche Datei; einen anderen Namen wählen</translation>
        </message>
        <message>
            <location filename="rqdebug/events/captures/rolling.py" />
            <source>{path} was removed or changed by another program, so the recording has ended; start another</source>
            <translation>{path} wurde von einem anderen Programm gelöscht oder geändert, deshalb ist die Aufzeichnung beendet; beginnen Sie eine neue</translation>
        </message>
        <message>
            <location filename="rqdebug/events/event_builder.py" />
            <source>an event has {name} {max}; the highest {name} is {dictionary_count}</source>
            <translation>Ein Ereignis hat {name} {max}; der höchste Wert für {name} ist {dictionary_count}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/event_log.py" />
            <source>a batch has the columns {names}, which are not the columns of events</source>
            <translation>Ein Stapel hat die Spalten {names}, die nicht die Spalten von Ereignissen sind</translation>
        </message>
        <message>
            <location filename="rqdebug/events/event_log.py" />
            <source>events stay in memory, because the temporary file cannot be written: {error}</source>
            <translation>Ereignisse bleiben im Speicher, weil die temporäre Datei nicht geschrieben werden kann: {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/filter.py" />
            <source>no filter is saved as `{name}`{hint}</source>
            <translation>Es gibt keinen gespeicherten Filter `{name}`{hint}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/filter.py" />
            <source>; there are no saved filters</source>
            <translation>; es gibt keine gespeicherten Filter</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/filter.py" />
            <source>the filter `{name}` uses itself</source>
            <translation>Der Filter `{name}` benutzt sich selbst</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/filter.py" />
            <location filename="rqdebug/events/filters/source_predicates.py" />
            <source>in the filter `{name}`: {message}</source>
            <translation>im Filter `{name}`: {message}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <location filename="rqdebug/scripts/signatures.py" />
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
            <source>the filter has an incomplete character (half of a surrogate pair); no event can match it</source>
            <translation>Der Filter enthält ein unvollständiges Zeichen (die Hälfte eines Surrogatpaars); kein Ereignis kann ihm entsprechen</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <source>`{word}` alone is not a condition; add an operator ({signs}) and a value</source>
            <translation>`{word}` allein ist keine Bedingung; einen Operator ({signs}) und einen Wert ergänzen</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/grammar.py" />
            <source>`{sign}` does not apply to {name}; use one of {signs}</source>
            <translation>`{sign}` lässt sich nicht auf {name} anwenden; einen dieser Operatoren benutzen: {signs}</translation>
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
            <source>; the fields are {fields}</source>
            <translation>; die Felder sind {fields}</translation>
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
            <location filename="rqdebug/events/filters/json_members.py" />
            <source>`{name}` is not a valid path; write, for example, payload.order.id, payload.parts[0] or payload["two words"]</source>
            <translation>`{name}` ist kein gültiger Pfad; zum Beispiel payload.order.id, payload.parts[0] oder payload["two words"] schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/json_members.py" />
            <source>`{name}` is not a valid path: there are no wildcards; name one member, for example, payload.order.id, or payload["*"] if * is its name</source>
            <translation>`{name}` ist kein gültiger Pfad: Platzhalter gibt es nicht; ein Element nennen, zum Beispiel payload.order.id, oder payload["*"], wenn es * heißt</translation>
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
            <location filename="rqdebug/events/filters/fields.py" />
            <source>a text such as jobs or "two words"</source>
            <translation>ein Text wie jobs oder "two words"</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/literals.py" />
            <location filename="rqdebug/events/filters/fields.py" />
            <source>an address such as "10.0.0.7:40312"</source>
            <translation>eine Adresse wie "10.0.0.7:40312"</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/literals.py" />
            <source>{example}; for a network, write address in {text}</source>
            <translation>{example}; schreiben Sie für ein Netz address in {text}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/literals.py" />
            <location filename="rqdebug/events/filters/fields.py" />
            <source>a time of day such as 14:03, 14:03:20.118 or, in UTC, 14:03Z</source>
            <translation>eine Uhrzeit wie 14:03, 14:03:20.118 oder, in UTC, 14:03Z</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/literals.py" />
            <source>either in UTC, with Z after each time, or in local time</source>
            <translation>entweder in UTC, mit Z nach jeder Uhrzeit, oder in lokaler Zeit</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/literals.py" />
            <source>a date and time such as 2026-11-20T14:03:20 or 2026-11-20T14:03Z, or a date</source>
            <translation>Datum und Uhrzeit wie 2026-11-20T14:03:20 oder 2026-11-20T14:03Z, oder ein Datum</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/literals.py" />
            <source>compared with a date here, so write the date of each time</source>
            <translation>hier mit einem Datum verglichen; daher jede Uhrzeit mit Datum schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/literals.py" />
            <location filename="rqdebug/events/filters/fields.py" />
            <source>a number, true, false, null, or a text such as "nut"</source>
            <translation>eine Zahl, true, false, null oder ein Text wie "nut"</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/literals.py" />
            <source>{example}; nothing equals NaN</source>
            <translation>{example}; nichts ist gleich NaN</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/literals.py" />
            <source>; did you mean `{close}`?</source>
            <translation>; ist `{close}` gemeint?</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/network_operator.py" />
            <source>{name} is no address, so it is in no network</source>
            <translation>{name} ist keine Adresse und daher in keinem Netz</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operands.py" />
            <source>`{text}` is not valid: {name} is {error}</source>
            <translation>`{text}` ist ungültig: Erlaubt für {name} ist {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operands.py" />
            <source>`{text}` is neither a set such as {{a, b}} nor a range such as a..b</source>
            <translation>`{text}` ist weder eine Menge wie {{a, b}} noch ein Bereich wie a..b</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operands.py" />
            <source>null has no order; compare with == or !=</source>
            <translation>null hat keine Reihenfolge; mit == oder != vergleichen</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>{name} has no order, so it cannot be in a range; use a set such as {{a, b}}{other}</source>
            <translation>{name} hat keine Reihenfolge und kann daher nicht in einem Bereich liegen; verwenden Sie eine Menge wie {{a, b}}{other}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/operators.py" />
            <source>nothing is in the range from {text} to {text2}</source>
            <translation>Im Bereich von {text} bis {text2} liegt nichts</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/saved_filters.py" />
            <source>the saved filters in {path} cannot be read: {why}</source>
            <translation>Die gespeicherten Filter in {path} sind nicht lesbar: {why}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/saved_filters.py" />
            <source>`{name}` cannot be the name of a filter; use one word, such as slow-puts</source>
            <translation>`{name}` kann kein Filtername sein; ein einzelnes Wort wie slow-puts benutzen</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/source_predicates.py" />
            <source>`{word}` cannot be used here, because only the log knows it; use {source_fields}, or a member such as payload.order.id</source>
            <translation>`{word}` ist hier nicht möglich, weil nur das Protokoll es kennt; {source_fields} verwenden, oder ein Element wie payload.order.id</translation>
        </message>
        <message>
            <location filename="rqdebug/events/marks.py" />
            <source>{path} is not a file of marks: {error}</source>
            <translation>{path} ist keine Datei mit Markierungen: {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/marks.py" />
            <source>it is not a JSON object with row numbers and notes</source>
            <translation>Es ist kein JSON-Objekt mit Zeilennummern und Notizen</translation>
        </message>
        <message>
            <location filename="rqdebug/events/marks.py" />
            <source>it has more than {most} marks</source>
            <translation>Es sind mehr als {most} Markierungen</translation>
        </message>
        <message>
            <location filename="rqdebug/events/marks.py" />
            <source>{text} is neither a row number nor a range of rows</source>
            <translation>{text} ist weder eine Zeilennummer noch ein Bereich von Zeilen</translation>
        </message>
        <message>
            <location filename="rqdebug/events/source_file.py" />
            <source>{path} was removed after it was opened; the events are those that it had then</source>
            <translation>{path} wurde nach dem Öffnen gelöscht; die Ereignisse sind die, die die Datei beim Öffnen hatte</translation>
        </message>
        <message>
            <location filename="rqdebug/events/source_file.py" />
            <source>{path} was replaced after it was opened; the events are from the old file</source>
            <translation>{path} wurde nach dem Öffnen ersetzt; die Ereignisse sind aus der alten Datei</translation>
        </message>
        <message>
            <location filename="rqdebug/events/source_file.py" />
            <source>{path} was truncated after it was opened; the events are those that it had then</source>
            <translation>{path} wurde nach dem Öffnen gekürzt; die Ereignisse sind die, die die Datei beim Öffnen hatte</translation>
        </message>
        <message>
            <location filename="rqdebug/events/source_file.py" />
            <source>{path} was modified after it was opened; the events are those that it had then</source>
            <translation>{path} wurde nach dem Öffnen geändert; die Ereignisse sind die, die die Datei beim Öffnen hatte</translation>
        </message>
        <message>
            <location filename="rqdebug/events/source_file.py" />
            <source>{path} has grown since it was opened; the events are those that it had then</source>
            <translation>{path} ist seit dem Öffnen gewachsen; die Ereignisse sind die, die die Datei beim Öffnen hatte</translation>
        </message>
        <message>
            <location filename="rqdebug/events/views/log_statistics.py" />
            <source>calls cannot be grouped by {unknown}; the fields are {keys}</source>
            <translation>Aufrufe können nicht nach {unknown} gruppiert werden; die Felder sind {keys}</translation>
        </message>
        <message>
            <location filename="rqdebug/events/views/styles.py" />
            <source>the file does not contain styles that rqdebug exported</source>
            <translation>Die Datei enthält keine Hervorhebungen, die rqdebug exportiert hat</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/client_list.py" />
            <source>answered {value} to CLIENT LIST, which is no list of clients</source>
            <translation>hat auf CLIENT LIST mit {value} geantwortet, was keine Liste von Clients ist</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/dead_letters.py" />
            <source>{what} is of events; an item in a queue has {fields}</source>
            <translation>{what} haben nur Ereignisse; ein Element in einer Queue hat {fields}</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/dead_letters.py" />
            <source>the field `{name}`</source>
            <translation>das Feld `{name}`</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/decoders.py" />
            <source>The pickle is cut off here, or is not valid</source>
            <translation>Der Pickle ist hier abgeschnitten oder ungültig</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/durable_storage.py" />
            <source>the controller is too old to save queues</source>
            <translation>Der Controller ist zu alt, um Queues zu sichern</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/durable_storage.py" />
            <source>needs rqcore serve --data DIRECTORY</source>
            <translation>Braucht rqcore serve --data VERZEICHNIS</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/durable_storage.py" />
            <source>answered {value} to INFO</source>
            <translation>antwortete {value} auf INFO</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/item_text.py" />
            <source>the content of {name} is not valid for the codec {codec}; choose raw</source>
            <translation>der Inhalt von {name} ist für den Codec {codec} nicht gültig; raw wählen</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/item_text.py" />
            <source>{name} has {size} bytes; an item has at most {max_file}</source>
            <translation>{name} hat {size} Bytes; ein Element hat höchstens {max_file}</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/item_text.py" />
            <source>cannot read {path}: {error}</source>
            <translation>{path} ist nicht lesbar: {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/item_text.py" />
            <source>line {lineno}, column {colno}: {msg}</source>
            <translation>Zeile {lineno}, Spalte {colno}: {msg}</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/item_text.py" />
            <source>write {expected}: {error}</source>
            <translation>{expected} schreiben: {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/item_text.py" />
            <source>two hexadecimal digits for each byte, such as 00 ff</source>
            <translation>zwei Hexadezimalziffern für jedes Byte, etwa 00 ff,</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/item_text.py" />
            <source>valid JSON</source>
            <translation>gültiges JSON</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/json_layout.py" />
            <source>a key is too long</source>
            <translation>ein Schlüssel ist zu lang</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/payload_reader.py" />
            <source>the item has {size} bytes; this server sends only whole items, which can be read up to {most} bytes</source>
            <translation>Das Element hat {size} Bytes; dieser Server sendet nur ganze Elemente, und lesbar sind höchstens {most} Bytes</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/queue_snapshot.py" />
            <source>whether this queue has leases is not known</source>
            <translation>Ob diese Queue Leases hat, ist nicht bekannt</translation>
        </message>
        <message>
            <location filename="rqdebug/inspection/roles.py" />
            <source>only queues on Redis have roles that a client can hold</source>
            <translation>Nur Queues auf Redis haben Rollen, die ein Client innehaben kann</translation>
        </message>
        <message>
            <location filename="rqdebug/debug/attaching.py" />
            <source>only a controller can be debugged, and {other} is none; write rq://host</source>
            <translation>nur ein Controller kann debuggt werden, und {other} ist keiner; schreiben Sie rq://host</translation>
        </message>
        <message>
            <location filename="rqdebug/debug/call_actions.py" />
            <source>call {number} has happened already; only a call at its start can be duplicated</source>
            <translation>Aufruf {number} ist schon geschehen; nur ein Aufruf an seinem Anfang lässt sich verdoppeln</translation>
        </message>
        <message>
            <location filename="rqdebug/debug/event_log_watch.py" />
            <source>the run has ended</source>
            <translation>der Lauf ist zu Ende</translation>
        </message>
        <message>
            <location filename="rqdebug/debug/event_log_watch.py" />
            <source>{lost} events were lost, so that it is not known what happened</source>
            <translation>{lost} Ereignisse sind verloren gegangen, so dass nicht bekannt ist, was geschehen ist</translation>
        </message>
        <message>
            <location filename="rqdebug/debug/event_log_watch.py" />
            <source>too little of {unknown} events was recorded to know whether they match the filter</source>
            <translation>von {unknown} Ereignissen wurde zu wenig aufgezeichnet, um zu wissen, ob sie dem Filter entsprechen</translation>
        </message>
        <message>
            <location filename="rqdebug/debug/event_log_watch.py" />
            <source>the target can no longer be observed: {failure}</source>
            <translation>das Ziel kann nicht mehr beobachtet werden: {failure}</translation>
        </message>
        <message>
            <location filename="rqdebug/debug/event_log_watch.py" />
            <source>an unexpected error ended the observation, {error}</source>
            <translation>ein unerwarteter Fehler hat die Beobachtung beendet, {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/debug/script_filters.py" />
            <source>a filter is a text, not {text}</source>
            <translation>ein Filter ist ein Text, nicht {text}</translation>
        </message>
        <message>
            <location filename="rqdebug/debug/script_filters.py" />
            <source>a script cannot use marks and notes, because only the log has them</source>
            <translation>ein Skript kann Markierungen und Notizen nicht benutzen, weil nur das Log sie hat</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/baseline.py" />
            <source>it is not a JSON report of a run; write one with --json</source>
            <translation>es ist kein JSON-Bericht eines Laufs; --json schreibt einen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/compare.py" />
            <source>a ResultPair needs at least one summary</source>
            <translation>Ein ResultPair benötigt mindestens eine Zusammenfassung</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/editing/renaming.py" />
            <source>{name} is not a name; a name has letters, digits and _, and is no word of Python</source>
            <translation>{name} ist kein Name; ein Name hat Buchstaben, Ziffern und _ und ist kein Wort von Python</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/editing/renaming.py" />
            <location filename="rqdebug/scripts/language/scope.py" />
            <location filename="rqdebug/scripts/language/script_functions.py" />
            <source>{name} is a reserved name; choose another name</source>
            <translation>{name} ist ein reservierter Name; einen anderen wählen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/editing/renaming.py" />
            <source>{name} is already used in line {line}; choose another name</source>
            <translation>{name} wird schon in Zeile {line} verwendet; wählen Sie einen anderen Namen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/editing/renaming.py" />
            <source>{name} is already used in line {line} of {name2}; choose another name</source>
            <translation>{name} wird schon in Zeile {line} von {name2} verwendet; wählen Sie einen anderen Namen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/editing/renaming.py" />
            <source>there is no name of a variable or function at the cursor</source>
            <translation>am Cursor steht kein Name einer Variable oder Funktion</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/editing/renaming.py" />
            <source>{name} is a word of the language, or is not defined</source>
            <translation>{name} ist ein Wort der Sprache oder nicht definiert</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/editing/renaming.py" />
            <source>{name} is a parameter of the language, or is not defined</source>
            <translation>{name} ist ein Parameter der Sprache oder nicht definiert</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/editing/script_part.py" />
            <source>there is no statement in the selected lines; select one</source>
            <translation>in den ausgewählten Zeilen steht keine Anweisung; wählen Sie eine aus</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/editing/script_part.py" />
            <source>{name} is not defined above the selected lines</source>
            <translation>{name} ist über den ausgewählten Zeilen nicht definiert</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/editing/script_part.py" />
            <source>{name} is {what} in line {line}; select that line too</source>
            <translation>{name} ist {what} in Zeile {line}; wählen Sie auch diese Zeile aus</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/editing/script_part.py" />
            <source>the variable of a loop</source>
            <translation>die Variable einer Schleife</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/editing/script_part.py" />
            <source>the result of a call</source>
            <translation>das Ergebnis eines Aufrufs</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/editing/script_part.py" />
            <source>{name} is {what} in line {line} of {file}; run the whole script</source>
            <translation>{name} ist {what} in Zeile {line} von {file}; führen Sie das ganze Skript aus</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>unknown {what} {unknown}; choose from {allowed}</source>
            <translation>Unbekannter Wert für {what}: {unknown}; möglich sind {allowed}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>choose at least one {what}</source>
            <translation>Mindestens einen Wert für {what} wählen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>must be from {least} to {most}, not {value}</source>
            <translation>muss zwischen {least} und {most} liegen, nicht bei {value}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>at least one method must have a weight above 0</source>
            <translation>Mindestens eine Methode muss ein Gewicht über 0 haben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>each weight must be a number from 0 to below 1,000,000,000</source>
            <translation>Jedes Gewicht muss eine Zahl ab 0 und unter 1.000.000.000 sein</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>two queues have the same name</source>
            <translation>Zwei Queues haben denselben Namen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>give one name for each of the {queues} queues, not {names_count}</source>
            <translation>Für jede der {queues} Queues einen Namen angeben, nicht {names_count}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>existing queues need names; give one for each queue</source>
            <translation>Vorhandene Queues benötigen Namen; für jede einen angeben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>give at least one custom item</source>
            <translation>Mindestens ein eigenes Element angeben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>give at least one number</source>
            <translation>Mindestens eine Zahl angeben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/generator_settings.py" />
            <source>{kinds_count} kinds and {maxsizes_count} maximum sizes need at least {min_queues} queues, not {queues}</source>
            <translation>{kinds_count} Arten und {maxsizes_count} Obergrenzen brauchen mindestens {min_queues} Queues, nicht {queues}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/settings_header.py" />
            <source>the settings in the script are damaged: {error}</source>
            <translation>die Einstellungen im Skript sind beschädigt: {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/settings_header.py" />
            <source>the settings in the script are damaged</source>
            <translation>die Einstellungen im Skript sind beschädigt</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/settings_header.py" />
            <source>there is no setting {unknown}; it may be from another version of rqdebug</source>
            <translation>es gibt keine Einstellung {unknown}; sie kann aus einer anderen Version von rqdebug sein</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/settings_header.py" />
            <source>{name}: unknown value {value}</source>
            <translation>{name}: unbekannter Wert {value}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/generation/settings_header.py" />
            <source>{name}: a value of the wrong type, {value}</source>
            <translation>{name}: ein Wert vom falschen Typ, {value}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/interventions/debugger_functions.py" />
            <source>a fault takes {triggers} or {triggers2}, not both</source>
            <translation>eine Störung nimmt {triggers} oder {triggers2}, nicht beides</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/interventions/debugger_functions.py" />
            <source>there is no fault {kind}; {hint}</source>
            <translation>es gibt keine Störung {kind}; {hint}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/interventions/debugger_functions.py" />
            <location filename="rqdebug/scripts/language/inputs.py" />
            <source>did you mean {close}?</source>
            <translation>meinten Sie {close}?</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/interventions/debugger_functions.py" />
            <source>the faults are {faults}</source>
            <translation>die Störungen sind {faults}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/interventions/debugger_functions.py" />
            <source>the fault {kind} has no {name}; {takes}</source>
            <translation>die Störung {kind} hat kein {name}; {takes}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/interventions/debugger_functions.py" />
            <source>it takes {fields}</source>
            <translation>sie nimmt {fields}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/interventions/debugger_functions.py" />
            <source>it takes no fields</source>
            <translation>sie nimmt keine Felder</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/interventions/debugger_functions.py" />
            <source>the fault {kind} is wrong: {error}</source>
            <translation>die Störung {kind} ist falsch: {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/interventions/debugger_functions.py" />
            <source>the side of a queue is {repr}, not {side}</source>
            <translation>die Seite einer Queue ist {repr}, nicht {side}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/interventions/debugger_functions.py" />
            <source>{name} is a number of seconds from 0 to {max_wait}, not {value}</source>
            <translation>{name} ist eine Anzahl Sekunden von 0 bis {max_wait}, nicht {value}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/interventions/debugger_functions.py" />
            <source>times is a whole number from 0, not {times}</source>
            <translation>times ist eine ganze Zahl ab 0, nicht {times}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/interventions/debugger_functions.py" />
            <source>a call that matches within {timeout} s</source>
            <translation>ein passender Aufruf innerhalb von {timeout} s</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/interventions/debugger_functions.py" />
            <source>an event that matches within {timeout} s</source>
            <translation>ein passendes Ereignis innerhalb von {timeout} s</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/interventions/debugger_functions.py" />
            <source>no event that matches</source>
            <translation>kein passendes Ereignis</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/interventions/lane_interventions.py" />
            <source>{times} matching events</source>
            <translation>{times} passende Ereignisse</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/interventions/lane_interventions.py" />
            <source>this {method} has no item yet; write at='end' to hold calls with their item</source>
            <translation>dieses {method} hat noch kein Element; schreiben Sie at='end', um Aufrufe mit ihrem Element anzuhalten</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/interventions/lane_interventions.py" />
            <source>only {payload_count} of {size} bytes of the item are known</source>
            <translation>von dem Element sind nur {payload_count} von {size} Bytes bekannt</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/interventions/run_interventions.py" />
            <source>{name} can be neither debugged nor observed</source>
            <translation>{name} kann weder debuggt noch beobachtet werden</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/interventions/target_access.py" />
            <source>only {data_count} of {size} bytes of the payload of this event were recorded</source>
            <translation>von den Nutzdaten dieses Ereignisses wurden nur {data_count} von {size} Bytes aufgezeichnet</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/conditions.py" />
            <source>a condition can have at most {max_depth} levels</source>
            <translation>eine Bedingung kann höchstens {max_depth} Ebenen haben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/conditions.py" />
            <source>a condition cannot lease an item, because no statement could acknowledge it</source>
            <translation>Eine Bedingung kann kein Element leasen, weil keine Anweisung es bestätigen könnte</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/conditions.py" />
            <source>{method}(…) cannot be part of a condition</source>
            <translation>{method}(…) kann nicht Teil einer Bedingung sein</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/conditions.py" />
            <source>a call in eventually must not wait forever; give it timeout=… or block=False</source>
            <translation>ein Aufruf in eventually darf nicht ewig warten; geben Sie timeout=… oder block=False an</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/conditions.py" />
            <source>eventually takes one condition, as in {syntax}</source>
            <translation>eventually nimmt eine Bedingung, wie in {syntax}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/conditions.py" />
            <source>an eventually cannot contain another one</source>
            <translation>ein eventually kann kein weiteres enthalten</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/constants.py" />
            <source>a duration is a number of seconds, or a text such as "5ms" in ns, us, ms or s</source>
            <translation>Eine Dauer ist eine Zahl von Sekunden oder ein Text wie "5ms" in ns, us, ms oder s</translation>
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
            <source>{word} takes a number of seconds from 0 to {max_sleep}, not {seconds}</source>
            <translation>{word} verlangt eine Zahl von Sekunden von 0 bis {max_sleep}, nicht {seconds}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/evaluation.py" />
            <source>{node} has no value</source>
            <translation>{node} hat keinen Wert</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/evaluation.py" />
            <location filename="rqdebug/scripts/running/lane_vectors.py" />
            <source>{name} has no value: no statement that assigns it has run</source>
            <translation>{name} hat keinen Wert: Keine Anweisung, die ihm etwas zuweist, wurde ausgeführt</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/evaluation.py" />
            <location filename="rqdebug/scripts/language/functions.py" />
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
            <source>there is no {key}; the keys are {keys}{more}</source>
            <translation>es gibt kein {key}; die Schlüssel sind {keys}{more}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/evaluation.py" />
            <source>{name} has no {field}</source>
            <translation>{name} hat kein {field}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/evaluation.py" />
            <source>{name} is a value without fields</source>
            <translation>{name} ist ein Wert ohne Felder</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/evaluation.py" />
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>expected a number, not {value}</source>
            <translation>erwartet wird eine Zahl, nicht {value}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>a queue variable, as in jobs = create()</source>
            <translation>eine Variable für eine Queue, etwa jobs = create()</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>a target variable, as in edge = target('edge')</source>
            <translation>eine Variable für ein Ziel, etwa edge = target('edge')</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>a leased item, as in item = jobs.lease()</source>
            <translation>ein geleastes Element, etwa item = jobs.lease()</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>a held call, as in held = break_on('queue == jobs')</source>
            <translation>ein angehaltener Aufruf, etwa held = break_on('queue == jobs')</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>an event, as in event = wait_for('queue == jobs')</source>
            <translation>ein Ereignis, etwa event = wait_for('queue == jobs')</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>an expression can have at most {max_depth} levels; assign inner parts to variables first</source>
            <translation>Ein Ausdruck kann höchstens {max_depth} Ebenen haben; innere Teile zuerst Variablen zuweisen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>a function of the script is called on a line of its own, as in x = {name}(…)</source>
            <translation>eine Funktion des Skripts wird in einer eigenen Zeile aufgerufen, wie in x = {name}(…)</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>the function {name} is defined below this line; define it above</source>
            <translation>die Funktion {name} wird unter dieser Zeile definiert; definieren Sie sie darüber</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>unknown function {name}{hint}</source>
            <translation>Unbekannte Funktion {name}{hint}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>; the functions are {functions}</source>
            <translation>; die Funktionen sind {functions}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>only a named queue or target has methods; name it first, as in jobs = create()</source>
            <translation>Nur eine benannte Queue oder ein benanntes Ziel hat Methoden; zuerst benennen, etwa jobs = create()</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>{receiver} is a value; only queues, targets and leased items have methods</source>
            <translation>{receiver} ist ein Wert; nur Queues, Ziele und geleaste Elemente haben Methoden</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>{kind} has no method {method}{hint}</source>
            <translation>{kind} hat keine Methode {method}{hint}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>; its methods are {table}</source>
            <translation>; die Methoden sind {table}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>{syntax} takes no names of parameters</source>
            <translation>{syntax} nimmt keine Namen von Parametern</translation>
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
            <source>; its parameters are {syntax}</source>
            <translation>; die Parameter sind {syntax}</translation>
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
            <source>{name} must be {variables}</source>
            <translation>{name} muss Folgendes sein: {variables}</translation>
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
            <translation>** wird nicht unterstützt; jeden Schlüssel mit seinem Wert einzeln angeben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>only a simple format is allowed here, such as {{x:03}}, {{x:.2f}} or {{x:x}}</source>
            <translation>Hier ist nur ein einfaches Format erlaubt, etwa {{x:03}}, {{x:.2f}} oder {{x:x}}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>{name} has no {field}{hint}</source>
            <translation>{name} hat kein {field}{hint}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>; it has {fields}</source>
            <translation>; es hat {fields}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>this comparison is not supported; write == or !=</source>
            <translation>Dieser Vergleich wird nicht unterstützt; == oder != schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>a secret cannot be named {name}; use letters, digits, underscores, dots and hyphens</source>
            <translation>ein Geheimnis kann nicht {name} heißen; nur Buchstaben, Ziffern, Unterstriche, Punkte und Bindestriche verwenden</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>{name} takes a constant name, as in {name}('HOST')</source>
            <translation>{name} nimmt einen festen Namen, wie in {name}('HOST')</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/expressions.py" />
            <source>a script can use at most {max_secrets} secrets</source>
            <translation>ein Skript kann höchstens {max_secrets} Geheimnisse benutzen</translation>
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
            <translation>choice verlangt eine nicht leere Liste oder einen nicht leeren Text</translation>
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
            <source>the codec of encoded is raw, text or json, not {codec}</source>
            <translation>Der Codec von encoded ist raw, text oder json, nicht {codec}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>encoded takes bytes, not {data}</source>
            <translation>encoded verlangt bytes, nicht {data}</translation>
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
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>approx takes a number, or a list or dict of numbers, not {value}</source>
            <translation>approx nimmt eine Zahl oder eine Liste oder ein Dict von Zahlen, nicht {value}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>{name} of approx is a number from 0, not {tolerance}</source>
            <translation>{name} von approx ist eine Zahl ab 0, nicht {tolerance}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>has takes a dict, or a list of dicts, not {part}</source>
            <translation>has nimmt ein Dict oder eine Liste von Dicts, nicht {part}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>matches takes a text, not {pattern}</source>
            <translation>matches nimmt einen Text, nicht {pattern}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>sum takes a list of numbers, not {values}</source>
            <translation>sum nimmt eine Liste von Zahlen, nicht {values}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>the digits of round are a whole number from 0 to 20, not {digits}</source>
            <translation>die Stellen von round sind eine ganze Zahl von 0 bis 20, nicht {digits}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>int takes a text or a number, not {value}</source>
            <translation>int nimmt einen Text oder eine Zahl, nicht {value}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>float takes a text or a number, not {value}</source>
            <translation>float nimmt einen Text oder eine Zahl, nicht {value}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>any takes a list, not {values}</source>
            <translation>any nimmt eine Liste, nicht {values}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>all takes a list, not {values}</source>
            <translation>all nimmt eine Liste, nicht {values}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/functions.py" />
            <source>{name} takes two values or more, or one list that is not empty</source>
            <translation>{name} nimmt zwei oder mehr Werte oder eine Liste, die nicht leer ist</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/inputs.py" />
            <source>the environment variable {name} is not set; set it, or give env a default</source>
            <translation>die Umgebungsvariable {name} ist nicht gesetzt; setzen Sie sie, oder geben Sie env einen Vorgabewert</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/inputs.py" />
            <source>the secret {name} is missing, because {keyring_problem}; set the environment variable {name}</source>
            <translation>das Geheimnis {name} fehlt, denn {keyring_problem}; setzen Sie die Umgebungsvariable {name}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/inputs.py" />
            <source>the secret {name} is missing; set the environment variable {name}, or save it with the command: keyring set {service} {name}</source>
            <translation>das Geheimnis {name} fehlt; setzen Sie die Umgebungsvariable {name}, oder speichern Sie es mit dem Befehl: keyring set {service} {name}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/inputs.py" />
            <source>the secret {name} has fewer than {min_secret} characters</source>
            <translation>das Geheimnis {name} hat weniger als {min_secret} Zeichen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/inputs.py" />
            <source>the secret {name} is larger than {max_secret} bytes</source>
            <translation>das Geheimnis {name} ist größer als {max_secret} Bytes</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/inputs.py" />
            <source>the parameter {name} is {wanted}, not {text}</source>
            <translation>der Parameter {name} ist {wanted}, nicht {text}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/inputs.py" />
            <source>the parameter {name} is {wanted}, not {value}</source>
            <translation>der Parameter {name} ist {wanted}, nicht {value}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/inputs.py" />
            <source>the parameter {name} contains a date or time; write it as a text</source>
            <translation>der Parameter {name} enthält ein Datum oder eine Uhrzeit; als Text schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/inputs.py" />
            <source>the script has no parameter {name}; {hint}</source>
            <translation>das Skript hat keinen Parameter {name}; {hint}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/inputs.py" />
            <source>it has none</source>
            <translation>es hat keine</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/named_files.py" />
            <source>the script is not saved, so it has no folder with files; save it first</source>
            <translation>Das Skript ist nicht gespeichert und hat daher keinen Ordner mit Dateien; zuerst speichern</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/named_files.py" />
            <source>write the name of a file, as in {example}, not {name}</source>
            <translation>schreiben Sie den Namen einer Datei, wie in {example}, nicht {name}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/named_files.py" />
            <source>{name} is outside the folder of the script; move it into this folder</source>
            <translation>{name} liegt außerhalb des Ordners des Skripts; in diesen Ordner verschieben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/named_files.py" />
            <source>there is no file {name} in the folder of the script</source>
            <translation>Im Ordner des Skripts gibt es keine Datei {name}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>a condition cannot call a queue or target</source>
            <translation>eine Bedingung kann weder Queue noch Ziel aufrufen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>a condition cannot use env or secret; use a variable that has it</source>
            <translation>eine Bedingung kann weder env noch secret verwenden; eine Variable nehmen, die den Wert hat</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>a condition is an expression; write == to compare</source>
            <translation>eine Bedingung ist ein Ausdruck; zum Vergleichen == schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>a condition is one expression, such as count == 40</source>
            <translation>eine Bedingung ist ein einziger Ausdruck, etwa count == 40</translation>
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
            <source>; the blocks are {words}</source>
            <translation>; die Blöcke sind {words}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>only a leased item can have a name here; leave out as</source>
            <translation>nur ein geleastes Element kann hier einen Namen haben; lassen Sie as weg</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>write one of these words after with: {words}</source>
            <translation>schreiben Sie eines dieser Wörter nach with: {words}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>of the methods, only lease begins a block, as in with jobs.lease() as item: …</source>
            <translation>Von den Methoden beginnt nur lease einen Block, wie in with jobs.lease() as item: …</translation>
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
            <source>; the errors are {errors}</source>
            <translation>; die Fehler sind {errors}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>a retry cannot contain another one</source>
            <translation>ein retry kann kein weiteres enthalten</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>{name} is allowed only outside of blocks</source>
            <translation>{name} ist nur außerhalb von Blöcken erlaubt</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>a {name} cannot contain {word}(…)</source>
            <translation>ein {name} kann {word}(…) nicht enthalten</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>a test has a constant name, and tags, as in test("orders", "slow")</source>
            <translation>ein Test hat einen festen Namen und Schlagwörter, wie in test("orders", "slow")</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>a test is allowed only outside of blocks</source>
            <translation>ein Test ist nur außerhalb von Blöcken erlaubt</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>there is already a test {name}; choose another name</source>
            <translation>es gibt schon einen Test {name}; wählen Sie einen anderen Namen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>{name} takes a constant text, as in {name}("why")</source>
            <translation>{name} nimmt einen festen Text, wie in {name}("why")</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>timing takes min, max or both, as in timing(max="5ms")</source>
            <translation>timing verlangt min, max oder beides, etwa timing(max="5ms")</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>timing limits the duration of calls, and this block has none</source>
            <translation>timing begrenzt die Dauer von Aufrufen, dieser Block enthält aber keinen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>a turn takes a constant name and a number from 1, as in turn("jobs", 2)</source>
            <translation>turn verlangt einen konstanten Namen und eine Zahl ab 1, etwa turn("jobs", 2)</translation>
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
            <source>a parallel block contains only lanes, as in with lane("producer"): …</source>
            <translation>Ein Block parallel enthält nur Spuren, etwa with lane("producer"): …</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/parser.py" />
            <source>there is already a lane {name} in this block; choose another name</source>
            <translation>In diesem Block gibt es schon eine Spur {name}; einen anderen Namen wählen</translation>
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
            <source>'async' is not supported; write def</source>
            <translation>'async' wird nicht unterstützt; schreiben Sie def</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>'return' is allowed only as the last statement of a function</source>
            <translation>'return' ist nur als letzte Anweisung einer Funktion erlaubt</translation>
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
            <translation>Diese Art der Zuweisung wird nicht unterstützt; sie ausschreiben, etwa x = x + 1</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>type annotations are not supported; write x = 1</source>
            <translation>Typannotationen werden nicht unterstützt; x = 1 schreiben</translation>
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
            <translation>Slices werden nicht unterstützt; ein einzelnes Element angeben, etwa x[0]</translation>
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
            <translation>* wird hier nicht unterstützt; jeden Wert einzeln angeben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>** is not supported; write the result as a number</source>
            <translation>** wird nicht unterstützt; das Ergebnis als Zahl schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>a sign + before a value is not supported; leave it out</source>
            <translation>Ein + vor einem Wert wird nicht unterstützt; es weglassen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/rejections.py" />
            <source>this syntax is not part of the script language</source>
            <translation>Diese Syntax gehört nicht zur Skriptsprache</translation>
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
            <source>; assign it first</source>
            <translation>; zuerst etwas zuweisen</translation>
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
            <location filename="rqdebug/scripts/language/scope.py" />
            <source>{name} is a leased item, not a value; write {name2}.value</source>
            <translation>{name} ist ein geleastes Element, kein Wert; {name2}.value schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/scope.py" />
            <source>{name} is {kind}, not a value; write {name2}.payload</source>
            <translation>{name} ist kein Wert, sondern {kind}; schreiben Sie {name2}.payload</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_functions.py" />
            <source>a function has a name and plain parameters, as in def fill(jobs: queue, count=3): …</source>
            <translation>eine Funktion hat einen Namen und einfache Parameter, wie in def fill(jobs: queue, count=3): …</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_functions.py" />
            <source>{arg}: the annotation is {annotations}; parameters of values have none</source>
            <translation>{arg}: die Annotation ist {annotations}; Parameter für Werte haben keine</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_text.py" />
            <source>a script cannot contain {value}; whole numbers end at 2**64</source>
            <translation>Ein Skript kann {value} nicht enthalten; ganze Zahlen enden bei 2**64</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/script_text.py" />
            <source>a script cannot contain more than {max_nesting} lists or dicts in each other</source>
            <translation>Ein Skript kann höchstens {max_nesting} ineinander verschachtelte Listen oder dicts enthalten</translation>
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
            <translation>Das Zeichen U+{invalid} ist in einem Skript nicht erlaubt; es löschen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/source.py" />
            <source>invalid syntax</source>
            <translation>ungültige Syntax</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>blocks can be nested at most {max_depth} levels deep</source>
            <translation>Blöcke können höchstens {max_depth} Ebenen tief verschachtelt sein</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>this statement does nothing; write a call, an assignment or an assert</source>
            <translation>Diese Anweisung bewirkt nichts; einen Aufruf, eine Zuweisung oder ein assert schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>{kind} is no value; assign it first, as in x = {method}(…)</source>
            <translation>{kind} ist kein Wert; weisen Sie erst zu, etwa x = {method}(…)</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>a held call needs a name, to release it, as in held = {method}(…)</source>
            <translation>ein angehaltener Aufruf braucht einen Namen, um ihn weiterlaufen zu lassen, etwa held = {method}(…)</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>{method}(…) begins a block and needs with, as in with {method}(…): …</source>
            <translation>{method}(…) beginnt einen Block und braucht with, etwa with {method}(…): …</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>an assignment sets one name, as in x = 1</source>
            <translation>Eine Zuweisung setzt einen Namen, etwa x = 1</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>a parameter is allowed only outside of blocks</source>
            <translation>ein Parameter ist nur außerhalb von Blöcken erlaubt</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>there is already a parameter {id}; choose another name</source>
            <translation>es gibt schon einen Parameter {id}; wählen Sie einen anderen Namen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>the default of a parameter is a constant, such as 100 or 'a'</source>
            <translation>der Vorgabewert eines Parameters ist eine Konstante, etwa 100 oder 'a'</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>the help of a parameter is a constant text</source>
            <translation>die Hilfe eines Parameters ist ein fester Text</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>a function is defined outside of blocks</source>
            <translation>eine Funktion wird außerhalb von Blöcken definiert</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>there is already a {name}; choose another name</source>
            <translation>es gibt schon ein {name}; wählen Sie einen anderen Namen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>calls of functions can be nested at most {max_depth} levels deep</source>
            <translation>Aufrufe von Funktionen können höchstens {max_depth} Ebenen tief verschachtelt sein</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>a default is a constant, such as 100 or 'a'</source>
            <translation>ein Vorgabewert ist eine Konstante, etwa 100 oder 'a'</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>{name} cannot call itself: without a condition, this would never end</source>
            <translation>{name} kann sich nicht selbst aufrufen: ohne Bedingung würde das nie enden</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>{name} returns nothing; end it with return</source>
            <translation>{name} gibt nichts zurück; beenden Sie sie mit return</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>include is allowed only outside of blocks</source>
            <translation>include ist nur außerhalb von Blöcken erlaubt</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>include takes a constant name, as in include("common.rqs")</source>
            <translation>include nimmt einen festen Namen, wie in include("common.rqs")</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>{name} includes itself: {value}</source>
            <translation>{name} fügt sich selbst ein: {value}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>a script can include at most {max_files} files</source>
            <translation>ein Skript kann höchstens {max_files} Dateien einfügen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <source>{name} is larger than {max_script} bytes</source>
            <translation>{name} ist größer als {max_script} Bytes</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <location filename="rqdebug/scripts/running/file_rows.py" />
            <source>{name} is not valid UTF-8; save it in this encoding</source>
            <translation>{name} ist kein gültiges UTF-8; in dieser Kodierung speichern</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/statement_parser.py" />
            <location filename="rqdebug/scripts/running/file_rows.py" />
            <source>cannot read {name}: {error}</source>
            <translation>{name} kann nicht gelesen werden: {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/vocabulary.py" />
            <source>; did you mean {close}?</source>
            <translation>; ist {close} gemeint?</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/python_lines.py" />
            <source>the payload is not what a client makes of its value</source>
            <translation>die Nutzdaten sind nicht, was ein Client aus ihrem Wert macht</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/recorded_script.py" />
            <source>no call that a script can repeat has ended; select other events</source>
            <translation>Kein Aufruf, den ein Skript wiederholen kann, ist beendet; andere Ereignisse auswählen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/recorded_script.py" />
            <source>a script can have at most {max_calls} calls, not {selected_count}; filter the events</source>
            <translation>Ein Skript kann höchstens {max_calls} Aufrufe haben, nicht {selected_count}; die Ereignisse filtern</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/recorded_script.py" />
            <source>a script can have at most {max_items} items, not {moved}; filter the events</source>
            <translation>Ein Skript kann höchstens {max_items} Elemente haben, nicht {moved}; die Ereignisse filtern</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/recorded_script.py" />
            <source>a script cannot run the tasks of {queue}, which a program exposes</source>
            <translation>ein Skript kann die Aufgaben von {queue} nicht ausführen, die ein Programm bereitstellt</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/recorded_script.py" />
            <source>the client disconnected</source>
            <translation>der Client hat die Verbindung getrennt</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/recorded_script.py" />
            <source>a rule of a debugger acted on them, and they did not succeed</source>
            <translation>eine Regel eines Debuggers hat auf sie gewirkt, und sie gelangen nicht</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/recorded_script.py" />
            <source>their outcome was {outcome}</source>
            <translation>ihr Ergebnis war {outcome}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/recorded_script.py" />
            <source>a script cannot call {method}</source>
            <translation>ein Skript kann {method} nicht aufrufen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/recorded_script.py" />
            <source>events do not show the other queue of {method}</source>
            <translation>Ereignisse zeigen die andere Queue von {method} nicht</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/recorded_script.py" />
            <source>the queue is unknown</source>
            <translation>die Queue ist unbekannt</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/recorded_script.py" />
            <source>the calls need {lanes_count} lanes, but a script has at most {max_lanes}; filter the events</source>
            <translation>Die Aufrufe benötigen {lanes_count} Spuren, ein Skript hat aber höchstens {max_lanes}; die Ereignisse filtern</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/repeated_calls.py" />
            <source>the log does not show all their items</source>
            <translation>das Protokoll zeigt nicht alle ihre Elemente</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/repeated_calls.py" />
            <source>their codec is unknown</source>
            <translation>ihr Codec ist unbekannt</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/repeated_calls.py" />
            <source>the log has only the beginning of their payloads</source>
            <translation>das Protokoll enthält nur den Anfang ihrer Nutzdaten</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/repeated_calls.py" />
            <source>events do not show the other queue of move</source>
            <translation>Ereignisse zeigen die andere Queue von move nicht</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/repeated_calls.py" />
            <source>they are no calls of a queue’s methods</source>
            <translation>sie sind keine Aufrufe von Methoden einer Queue</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/repeated_calls.py" />
            <source>their target is no controller</source>
            <translation>ihr Ziel ist kein Controller</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/repeated_calls.py" />
            <source>a program exposes their queue</source>
            <translation>ein Programm stellt ihre Queue bereit</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/repeated_calls.py" />
            <source>events do not show all arguments of {method}</source>
            <translation>Ereignisse zeigen nicht alle Argumente von {method}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/repeated_calls.py" />
            <source>events do not show the priority of an item</source>
            <translation>Ereignisse zeigen die Priorität eines Elements nicht</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/repeated_calls.py" />
            <source>events do not show for how long an item is delayed</source>
            <translation>Ereignisse zeigen nicht, wie lange ein Element verzögert ist</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/recording/repeated_calls.py" />
            <source>events do not show how many items a waiting get_many takes</source>
            <translation>Ereignisse zeigen nicht, wie viele Elemente ein wartendes get_many nimmt</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/report.py" />
            <source>this vector is off</source>
            <translation>dieser Vektor ist ausgeschaltet</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/breakpoints.py" />
            <source>{name} is a queue or a target, not a value</source>
            <translation>{name} ist eine Queue oder ein Ziel, kein Wert</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/condition_outcome.py" />
            <location filename="rqdebug/scripts/running/lane_vectors.py" />
            <source>a CallRequest needs a VectorOutcome in reply</source>
            <translation>Ein CallRequest benötigt ein VectorOutcome als Antwort</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/file_rows.py" />
            <source>the separator of rows is one character, such as ';', not {separator}</source>
            <translation>das Trennzeichen von rows ist ein Zeichen, etwa ';', nicht {separator}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/file_rows.py" />
            <source>numbers of rows is True or False, not {numbers}</source>
            <translation>numbers von rows ist True oder False, nicht {numbers}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/file_rows.py" />
            <source>{name} has no rows, so the block would check nothing</source>
            <translation>{name} hat keine Zeilen, der Block würde also nichts prüfen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/file_rows.py" />
            <source>a line of the file has {max_size} characters or more, which is too long</source>
            <translation>Eine Zeile der Datei hat {max_size} oder mehr Zeichen und ist damit zu lang</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/file_rows.py" />
            <source>{name} is larger than {max_array} bytes; write one value a line in a .jsonl file</source>
            <translation>{name} ist größer als {max_array} Bytes; schreiben Sie einen Wert je Zeile in eine .jsonl-Datei</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/file_rows.py" />
            <source>{name} is not valid JSON: {error}{hint}</source>
            <translation>{name} ist kein gültiges JSON: {error}{hint}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/file_rows.py" />
            <source>; name a file with one value a line .jsonl</source>
            <translation>; eine Datei mit einem Wert je Zeile heißt .jsonl</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/file_rows.py" />
            <source>{name} contains one JSON {values}, not an array of rows</source>
            <translation>{name} enthält ein JSON {values}, kein Array von Zeilen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/file_rows.py" />
            <source>an object has the key {twice} twice</source>
            <translation>ein Objekt hat den Schlüssel {twice} zweimal</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/file_rows.py" />
            <source>{name} is not a value of JSON</source>
            <translation>{name} ist kein Wert von JSON</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/file_rows.py" />
            <source>line {number} of {name} is not valid JSON: {msg} in column {colno}</source>
            <translation>Zeile {number} von {name} ist kein gültiges JSON: {msg} in Spalte {colno}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/file_rows.py" />
            <source>line {number} of {name} is not valid JSON: {error}</source>
            <translation>Zeile {number} von {name} ist kein gültiges JSON: {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/file_rows.py" />
            <source>line {line_num} of {name} has another number of cells than the first line: {cells_count}, not {head_count}</source>
            <translation>Zeile {line_num} von {name} hat eine andere Zahl von Zellen als die erste Zeile: {cells_count}, nicht {head_count}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/file_rows.py" />
            <source>line {line_num} of {name} is not valid CSV: {error}</source>
            <translation>Zeile {line_num} von {name} ist kein gültiges CSV: {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/file_rows.py" />
            <source>{name} is empty; its first line names the columns</source>
            <translation>{name} ist leer; die erste Zeile nennt die Spalten</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/file_rows.py" />
            <source>{name} has {times} columns with the name {column}; give each its own</source>
            <translation>{name} hat {times} Spalten mit dem Namen {column}; geben Sie jeder einen eigenen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/file_rows.py" />
            <source>column {number} of {name} has no name in the first line</source>
            <translation>Spalte {number} von {name} hat in der ersten Zeile keinen Namen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/lane.py" />
            <source>retry takes a whole number from 1</source>
            <translation>retry nimmt eine ganze Zahl ab 1</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/run_pass.py" />
            <source>one pass can execute at most {max_steps} statements; to run for longer, loop the run</source>
            <translation>Ein Durchlauf kann höchstens {max_steps} Anweisungen ausführen; für längere Läufe den Lauf wiederholen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/script_run.py" />
            <source>the run has not ended within {timeout} seconds; stop it or wait longer</source>
            <translation>Der Lauf ist nach {timeout} Sekunden noch nicht beendet; ihn abbrechen oder länger warten</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/selection.py" />
            <source>an expression can have at most {max_expression} characters</source>
            <translation>ein Ausdruck kann höchstens {max_expression} Zeichen haben</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/selection.py" />
            <source>{text} is not an expression of names and tags, such as orders and not (slow or 'a b')</source>
            <translation>{text} ist kein Ausdruck aus Namen und Schlagwörtern, etwa orders and not (slow or 'a b')</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/target_pool.py" />
            <source>this run has no target {name}; its targets are {targets}</source>
            <translation>Dieser Lauf hat kein Ziel {name}; seine Ziele sind {targets}</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/target_run.py" />
            <source>turn({name}, {number}) does not end: its lane has ended early, or it is off, missing or behind this one</source>
            <translation>turn({name}, {number}) endet nicht: Seine Spur wurde vorzeitig beendet, oder der Zug ist abgeschaltet, fehlt oder steht hinter diesem</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/running/target_run.py" />
            <source>no answer after {duration} s, when the run was stopped</source>
            <translation>keine Antwort nach {duration} s, als der Lauf angehalten wurde</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/script_folder.py" />
            <source>the folder {path} contains no script; their names end in .rqs</source>
            <translation>der Ordner {path} enthält kein Skript; ihre Namen enden auf .rqs</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/signatures.py" />
            <source>a queue</source>
            <translation>eine Queue</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/signatures.py" />
            <source>a target</source>
            <translation>ein Ziel</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/signatures.py" />
            <source>a leased item</source>
            <translation>ein geleastes Element</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/signatures.py" />
            <source>a held call</source>
            <translation>ein angehaltener Aufruf</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/signatures.py" />
            <source>an event</source>
            <translation>ein Ereignis</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/text/formatter.py" />
            <source>it cannot be formatted: {error}</source>
            <translation>es kann nicht formatiert werden: {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/base.py" />
            <source>only a controller can be debugged, and {label} is none</source>
            <translation>nur ein Controller kann angehalten werden, und {label} ist keiner</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/base.py" />
            <source>{label} has no jobs; only Redis servers have them</source>
            <translation>{label} hat keine Jobs; nur Redis-Server haben welche</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/clock_offset.py" />
            <source>the reply to TIME is {reply}, which is no time</source>
            <translation>die Antwort auf TIME ist {reply}, und das ist keine Zeit</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/controller_target.py" />
            <source>the controller refuses to be observed</source>
            <translation>Der Controller lehnt es ab, beobachtet zu werden</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/controller_target.py" />
            <source>the controller sent no reply within {network_timeout} s</source>
            <translation>Der Controller hat nicht innerhalb von {network_timeout} s geantwortet</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/controller_target.py" />
            <source>the controller sent {value}, which is neither rq.events nor rq.lost</source>
            <translation>Der Controller hat {value} gesendet, was weder rq.events noch rq.lost ist</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/preview_option.py" />
            <source>preview={text} is not a size; write a size such as 256 or 4KiB, or all</source>
            <translation>preview={text} ist keine Größe; geben Sie eine Größe wie 256 oder 4KiB an, oder all</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/redis/jobs/redis_jobs.py" />
            <source>jobs on a cluster cannot be listed; give the URL of a single server</source>
            <translation>Jobs in einem Cluster können nicht aufgelistet werden; die URL eines einzelnen Servers angeben</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/redis/monitor_parser.py" />
            <source>MONITOR sent {shown}, which is not a command</source>
            <translation>MONITOR hat {shown} gesendet, was kein Befehl ist</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/redis/redis_kind.py" />
            <source>{error}; to install it: pip install 'rqdebug[redis]'</source>
            <translation>{error}; zum Installieren: pip install 'rqdebug[redis]'</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/redis/redis_target.py" />
            <source>events={events} is not a choice; write one of {values}</source>
            <translation>events={events} ist nicht möglich; einen dieser Werte schreiben: {values}</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/redis/redis_target.py" />
            <source>the connection to {address} was lost: {error}</source>
            <translation>Die Verbindung zu {address} ging verloren: {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_form.py" />
            <source>the default of the field {name} is {default}; it must be one of {allowed}</source>
            <translation>Die Vorgabe des Feldes {name} ist {default}; sie muss eines von {allowed} sein</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_kind.py" />
            <source>the example {example} has none of the schemes {schemes}</source>
            <translation>Das Beispiel {example} hat keines der Schemas {schemes}</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_kind.py" />
            <source>the permission {permission} is not one of the switches {switches}</source>
            <translation>Die Berechtigung {permission} ist keiner der Schalter {switches}</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>the target kind {name} is already registered</source>
            <translation>Die Zielart {name} ist schon registriert</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>the scheme {scheme} already belongs to the target kind {owner}</source>
            <translation>Das Schema {scheme} gehört schon zur Zielart {owner}</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>{shown} is not the URL of a target: a URL begins with {schemes}, as in {example}</source>
            <translation>{shown} ist keine URL eines Ziels: Eine URL beginnt mit {schemes}, etwa {example}</translation>
        </message>
        <message>
            <location filename="rqdebug/targets/target_registry.py" />
            <source>{entry} is not a TargetKind</source>
            <translation>{entry} ist kein TargetKind</translation>
        </message>
        <message>
            <location filename="rqdebug/support/json_text.py" />
            <source>the JSON is nested too deeply</source>
            <translation>das JSON ist zu tief verschachtelt</translation>
        </message>
        <message>
            <location filename="rqdebug/support/keyring_reader.py" />
            <source>the keyring has not answered within {timeout} seconds</source>
            <translation>der Schlüsselbund hat nicht binnen {timeout} Sekunden geantwortet</translation>
        </message>
        <message>
            <location filename="rqdebug/support/keyring_reader.py" />
            <source>the keyring cannot be read: {error}</source>
            <translation>der Schlüsselbund kann nicht gelesen werden: {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/support/regular_expressions.py" />
            <source>`{pattern}` is not a regular expression: {error}</source>
            <translation>`{pattern}` ist kein regulärer Ausdruck: {error}</translation>
        </message>
        <message>
            <location filename="rqdebug/support/regular_expressions.py" />
            <source>`{pattern}` is not a regular expression for bytes: {error}; write the character itself</source>
            <translation>`{pattern}` ist kein regulärer Ausdruck für Bytes: {error}; das Zeichen selbst schreiben</translation>
        </message>
        <message>
            <location filename="rqdebug/support/regular_files.py" />
            <source>it is larger than {max_text} bytes</source>
            <translation>sie ist größer als {max_text} Bytes</translation>
        </message>
        <message>
            <location filename="rqdebug/support/regular_files.py" />
            <source>{path} is larger than {max_bytes} bytes</source>
            <translation>{path} ist größer als {max_bytes} Bytes</translation>
        </message>
        <message>
            <location filename="rqdebug/support/regular_files.py" />
            <source>it is a named pipe, not a file</source>
            <translation>Es ist eine benannte Pipe, keine Datei</translation>
        </message>
        <message>
            <location filename="rqdebug/support/regular_files.py" />
            <source>it is a socket, not a file</source>
            <translation>Es ist ein Socket, keine Datei</translation>
        </message>
        <message>
            <location filename="rqdebug/support/regular_files.py" />
            <source>it is a device, not a file</source>
            <translation>Es ist ein Gerät, keine Datei</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/source.py" />
            <source>{bracket} was never closed</source>
            <translation>{bracket} wird nie geschlossen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/source.py" />
            <source>unmatched {bracket}</source>
            <translation>{bracket} ohne Gegenstück</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/source.py" />
            <source>unexpected indent</source>
            <translation>unerwartete Einrückung</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/source.py" />
            <source>unindent does not match any outer indentation level</source>
            <translation>Die Einrückung passt zu keiner äußeren Ebene</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/source.py" />
            <source>unterminated string literal (detected at line {line})</source>
            <translation>Dem Text in Zeile {line} fehlt das schließende Anführungszeichen</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/source.py" />
            <source>expected an indented block after {statement} on line {line}</source>
            <translation>Nach {statement} in Zeile {line} fehlt ein eingerückter Block</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/source.py" />
            <source>expected ':'</source>
            <translation>„:“ erwartet</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/source.py" />
            <source>invalid syntax. Perhaps you forgot a comma?</source>
            <translation>ungültige Syntax. Fehlt ein Komma?</translation>
        </message>
        <message>
            <location filename="rqdebug/scripts/language/source.py" />
            <source>invalid syntax. Maybe you meant '==' or ':=' instead of '='?</source>
            <translation>ungültige Syntax. Ist '==' statt '=' gemeint?</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>read settings from this TOML file; rqcore settings prints an example</source>
            <translation>Einstellungen aus dieser TOML-Datei lesen; rqcore settings gibt ein Beispiel aus</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>IP address or host name to listen on; 0.0.0.0 means all IPv4 interfaces</source>
            <translation>IP-Adresse oder Rechnername, auf der gelauscht wird; 0.0.0.0 bedeutet alle IPv4-Schnittstellen</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>TCP port to listen on; 0 chooses a free port</source>
            <translation>TCP-Port, auf dem gelauscht wird; 0 wählt einen freien</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>listen on the Unix socket only</source>
            <translation>nur auf dem Unix-Socket lauschen</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>also listen on a Unix socket at this path of at most 100 bytes</source>
            <translation>auch auf einem Unix-Socket mit diesem Pfad von höchstens 100 Bytes lauschen</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>permissions of the Unix socket, three octal digits</source>
            <translation>Zugriffsrechte des Unix-Sockets, drei Oktalziffern</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>also serve one queue with ZenQueue's protocol, on 127.0.0.1 unless HOST is given; separate several addresses with commas</source>
            <translation>auch eine Queue mit dem Protokoll von ZenQueue anbieten, auf 127.0.0.1, wenn HOST fehlt; mehrere Adressen durch Kommas trennen</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>also serve one queue with ZenQueue's HTTP protocol; the value is as for zen</source>
            <translation>auch eine Queue mit dem HTTP-Protokoll von ZenQueue anbieten; der Wert ist wie bei zen</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>names with a dot by which HTTP clients reach this machine, separated by commas; requests to other such names are refused, because a web page may have sent them</source>
            <translation>Namen mit einem Punkt, unter denen HTTP-Clients diesen Rechner erreichen, durch Kommas getrennt; Anfragen an andere solche Namen werden abgelehnt, weil eine Webseite sie gesendet haben könnte</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>encrypt TCP connections with TLS; the file has the certificate and its chain</source>
            <translation>TCP-Verbindungen mit TLS verschlüsseln; die Datei enthält das Zertifikat und seine Kette</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>private key of the certificate, without a password</source>
            <translation>privater Schlüssel des Zertifikats, ohne Passwort</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>accept only clients whose certificate was signed by one of the certificates in this file</source>
            <translation>nur Clients zulassen, deren Zertifikat mit einem der Zertifikate in dieser Datei signiert ist</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>users that can log in: TOML with a table for each user, as rqcore user prints it</source>
            <translation>Benutzer, die sich anmelden können: TOML mit einer Tabelle für jeden Benutzer, wie rqcore user sie ausgibt</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>password of the user 'default'</source>
            <translation>Passwort des Benutzers „default“</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>allow other machines to connect without a password</source>
            <translation>anderen Rechnern die Verbindung ohne Passwort erlauben</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>refuse debuggers that stop or change the calls of other clients</source>
            <translation>Debugger ablehnen, die Aufrufe anderer Clients anhalten oder ändern</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>maximum number of connected clients; further clients are refused with TOOMANY</source>
            <translation>Höchstzahl verbundener Clients; weitere werden mit TOOMANY abgewiesen</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>maximum number of queues; creating another one fails with TOOMANY</source>
            <translation>Höchstzahl der Queues; das Anlegen einer weiteren scheitert mit TOOMANY</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>maximum number of observers; another one is refused with TOOMANY</source>
            <translation>Höchstzahl der Beobachter; ein weiterer wird mit TOOMANY abgewiesen</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>maximum bytes of one command, or of the items in one reply; larger ones fail with TOOBIG. Above 64MiB, one command delays all other clients: 1GiB by about 3 seconds</source>
            <translation>Höchstzahl der Bytes eines Befehls oder der Elemente in einer Antwort; größere scheitern mit TOOBIG. Über 64MiB hält ein Befehl alle anderen Clients auf: 1GiB etwa 3 Sekunden</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>maximum bytes held for all clients together; a put beyond it fails with TOOMANY</source>
            <translation>Höchstzahl der Bytes, die für alle Clients zusammen gespeichert werden; ein put darüber hinaus scheitert mit TOOMANY</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>maximum bytes that a client may send while its call is blocked; a client that sends more is disconnected with TOOBIG</source>
            <translation>Höchstzahl der Bytes, die ein Client während eines blockierten Aufrufs senden darf; sendet er mehr, wird er mit TOOBIG getrennt</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>maximum bytes of replies that a client has not read; its next commands wait until it reads</source>
            <translation>Höchstzahl der Bytes in Antworten, die ein Client nicht gelesen hat; seine nächsten Befehle warten, bis er liest</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>maximum bytes of events that an observer has not read; further events are dropped and counted</source>
            <translation>Höchstzahl der Bytes in Ereignissen, die ein Beobachter nicht gelesen hat; weitere werden verworfen und gezählt</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>time in seconds for a new client to send a complete command and log in; after that it is disconnected with NOTALLOWED</source>
            <translation>Zeit in Sekunden, in der ein neuer Client einen ganzen Befehl senden und sich anmelden muss; danach wird er mit NOTALLOWED getrennt</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>time in seconds until a client that the network no longer reaches is disconnected; also one that reads nothing for so long although data waits for it</source>
            <translation>Zeit in Sekunden, bis ein Client getrennt wird, den das Netz nicht mehr erreicht; auch einer, der so lange nichts liest, obwohl Daten auf ihn warten</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>time in seconds that a client of rqcore has to continue after its connection was lost; after that, items whose receipt it did not prove go back to their queue</source>
            <translation>Zeit in Sekunden, in der ein Client von rqcore weitermachen kann, nachdem seine Verbindung verloren ging; danach kehren Elemente, deren Empfang er nicht belegt hat, in ihre Queue zurück</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>maximum number of leased items of one client, and of one queue; a further lease fails with TOOMANY</source>
            <translation>größte Anzahl geleaster Elemente eines Clients und einer Queue; eine weitere Lease scheitert mit TOOMANY</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>maximum number of clients that may continue after their connections were lost; another one ends the wait for the oldest</source>
            <translation>Höchstzahl der Clients, die nach dem Verlust ihrer Verbindung weitermachen dürfen; ein weiterer beendet das Warten auf den ältesten</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>directory of the durable queues; it is created if necessary</source>
            <translation>Verzeichnis der dauerhaften Queues; es wird bei Bedarf angelegt</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>when a change must be on the disk: always before its reply, each second, or off for when the system writes it; with second and off, kill -9 can lose the last changes, usually of 0.05 seconds, and a failure of the machine more</source>
            <translation>wann eine Änderung auf der Platte sein muss: always vor ihrer Antwort, second jede Sekunde, oder off, wenn das System sie schreibt; mit second und off kann kill -9 die letzten Änderungen kosten, meist die von 0,05 Sekunden, und ein Ausfall der Maschine mehr</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>directory of the spool, or off for no spool</source>
            <translation>Verzeichnis des Spools, oder off für keinen Spool</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>payloads of more bytes are passed as files</source>
            <translation>Nutzdaten mit mehr Bytes werden als Dateien übergeben</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>maximum bytes of all files in the spool; a put beyond it fails with TOOMANY</source>
            <translation>Höchstzahl der Bytes aller Dateien im Spool; ein put darüber hinaus scheitert mit TOOMANY</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>format of the log lines on stderr: text or json</source>
            <translation>Format der Protokollzeilen auf stderr: text oder json</translation>
        </message>
        <message>
            <location filename="rqcore/server/server_settings.py" />
            <source>lowest level that is logged: debug, info, warning or error</source>
            <translation>niedrigste Stufe, die protokolliert wird: debug, info, warning oder error</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Create a queue. NAME is optional; KIND is fifo (the default), lifo or priority; MAXSIZE limits the number of items. With EXISTOK, use the queue of that name if it already exists. After MAXDELIVERIES leases without an acknowledgement, an item goes to the queue DEADLETTER, which is created too if it does not exist. With DURABLE, a restart of the controller finds the queue again; it needs a data directory.</source>
            <translation>Eine Queue anlegen. NAME ist optional; KIND ist fifo (die Vorgabe), lifo oder priority; MAXSIZE begrenzt die Anzahl der Elemente. Mit EXISTOK die Queue dieses Namens verwenden, wenn sie schon existiert. Nach MAXDELIVERIES Leases ohne Bestätigung kommt ein Element in die Queue DEADLETTER, die auch angelegt wird, wenn sie nicht existiert. Mit DURABLE findet ein Neustart des Controllers die Queue wieder; das braucht ein Datenverzeichnis.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>the namespace of the new queue</source>
            <translation>der Namensraum der neuen Queue</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>a constant amount</source>
            <translation>gleichbleibend</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Put an item; wait for free space. TIMEOUT limits the wait, in seconds; without it, the wait has no limit. A priority queue returns the lowest PRIORITY first; it is 0 by default. KEY gives a priority that is not a number, in the format of rqcore.protocol.priority_keys. With SPOOLED, the payload is the name of a file in the spool. FRONT returns an item that the last get of this client took: it becomes the next item again, even if the queue is full. With DELAY, the item enters the queue that many seconds later; until then it counts towards MAXSIZE, but not as an item in the queue.</source>
            <translation>Ein Element einreihen; auf freien Platz warten. TIMEOUT begrenzt das Warten, in Sekunden; ohne TIMEOUT ist es unbegrenzt. Eine Prioritäts-Queue liefert die niedrigste PRIORITY zuerst; ohne Angabe ist sie 0. KEY gibt eine Priorität an, die keine Zahl ist, im Format von rqcore.protocol.priority_keys. Mit SPOOLED ist die Nutzlast der Name einer Datei im Spool. FRONT gibt ein Element zurück, das das letzte get dieses Clients entnommen hat: Es wird wieder das nächste, auch wenn die Queue voll ist. Mit DELAY kommt das Element nach so vielen Sekunden in die Queue; bis dahin zählt es zu MAXSIZE, aber nicht als Element der Queue.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>at most 1 item</source>
            <translation>höchstens 1 Element</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Take the next item; wait for one. TIMEOUT limits the wait, in seconds; without it, the wait has no limit. After WITHSPOOL, give the proof that the client can read the spool, to receive a payload in it as the name of its file.</source>
            <translation>Das nächste Element nehmen; auf eines warten. TIMEOUT begrenzt die Wartezeit in Sekunden; ohne Angabe ist sie unbegrenzt. Nach WITHSPOOL steht der Nachweis, dass der Client den Spool lesen kann; dann kommen Nutzdaten im Spool als Name ihrer Datei.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>the payload; WITHCODEC: codec and payload; WITHSPOOL: codec, payload and 0, or codec, file and 1</source>
            <translation>die Nutzdaten; WITHCODEC: Codec und Nutzdaten; WITHSPOOL: Codec, Nutzdaten und 0, oder Codec, Datei und 1</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Put a list of items in order; wait for free space; return how many were put before the timeout. Fails with FULL only if no item could be put. KEYS gives a priority for each item, as RQ.PUT KEY: for at most 250 items if they are not numbers.</source>
            <translation>Eine Liste von Elementen der Reihe nach einlegen; auf freien Platz warten; liefern, wie viele bis zum Ablauf der Zeit eingelegt wurden. Scheitert nur dann mit FULL, wenn kein Element eingelegt werden konnte. KEYS gibt für jedes Element eine Priorität an, wie RQ.PUT KEY: für höchstens 250 Elemente, wenn es keine Zahlen sind.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>the number of items that were put</source>
            <translation>die Anzahl der eingelegten Elemente</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>at most 10,000 items in the request</source>
            <translation>höchstens 10.000 Elemente in der Anfrage</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Take up to count items; wait only for the first.</source>
            <translation>Bis zu count Elemente entnehmen; nur auf das erste warten.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>an array of payloads; WITHCODEC: codec and payload of each item in turn</source>
            <translation>ein Array von Nutzdaten; WITHCODEC: Codec und Nutzdaten jedes Elements nacheinander</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>at most 50,000 items</source>
            <translation>höchstens 50.000 Elemente</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Return the items from start to stop without taking them. Position 0 is the next item to be taken; -1 is the last. PREVIEW n returns only the first n bytes of each item.</source>
            <translation>Die Elemente von start bis stop liefern, ohne sie zu entnehmen. Position 0 ist das nächste Element; -1 ist das letzte. PREVIEW n liefert nur die ersten n Bytes jedes Elements.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>as RQ.MGET; PREVIEW: number, codec, size and first bytes of each item in turn</source>
            <translation>wie RQ.MGET; PREVIEW: Nummer, Codec, Größe und erste Bytes jedes Elements nacheinander</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>as many items as fit into one reply, in slices</source>
            <translation>so viele Elemente, wie in eine Antwort passen, stückweise</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Return part of a payload without taking the item: count bytes, beginning at byte start. item is the item's number, as in events and RQ.PEEK PREVIEW.</source>
            <translation>Einen Teil der Nutzdaten liefern, ohne das Element zu entnehmen: count Bytes ab Byte start. item ist die Nummer des Elements, wie in Ereignissen und in RQ.PEEK PREVIEW.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>bytes of the payload, empty after its end; null if the item is not in the queue</source>
            <translation>Bytes der Nutzdaten, leer nach ihrem Ende; null, wenn das Element nicht in der Queue ist</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>all items of the queue, in slices</source>
            <translation>alle Elemente der Queue, stückweise</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>List the blocked calls in the order in which they began to wait, each as a dict.</source>
            <translation>Die blockierten Aufrufe in der Reihenfolge ihres Wartebeginns liefern, jeden als dict.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>an array of maps: client, name, method, waited and timeout in seconds</source>
            <translation>ein Array von Maps: client, name, method, waited und timeout in Sekunden</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>all calls that wait for the queue, in slices</source>
            <translation>alle Aufrufe, die auf die Queue warten, stückweise</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Destroy all items, also leased and delayed ones; return how many there were. Puts that wait for free space continue.</source>
            <translation>Alle Elemente löschen, auch geleaste und verzögerte; liefern, wie viele es waren. Puts, die auf freien Platz warten, gehen weiter.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>the number of items that were destroyed</source>
            <translation>die Anzahl der gelöschten Elemente</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Move items to another queue in one step, and return how many were moved. The items keep their order, numbers and priorities. The command never waits. It moves as many items as fit into the destination, at most 10,000, and at most 64 MiB into a durable queue. COUNT sets a lower limit; ITEM moves only the items with these numbers, if they are among the next 20,000.</source>
            <translation>Elemente in einem Schritt in eine andere Queue verschieben und liefern, wie viele verschoben wurden. Die Elemente behalten Reihenfolge, Nummern und Prioritäten. Der Befehl wartet nie. Er verschiebt so viele Elemente, wie in das Ziel passen, höchstens 10.000, und in eine dauerhafte Queue höchstens 64 MiB. COUNT setzt eine niedrigere Grenze; ITEM verschiebt nur die Elemente mit diesen Nummern, wenn sie unter den nächsten 20.000 sind.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>the number of items that were moved</source>
            <translation>die Anzahl der verschobenen Elemente</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>at most 10,000 items, and with ITEM one search of the queue</source>
            <translation>höchstens 10.000 Elemente, mit ITEM auch eine Suche in der Queue</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Report that the work on one taken item is done. When all items are done, calls to RQ.JOIN return. A leased item is done with RQ.ACK instead.</source>
            <translation>Melden, dass die Arbeit an einem entnommenen Element erledigt ist. Sind alle Elemente erledigt, kehren Aufrufe von RQ.JOIN zurück. Ein geleastes Element wird stattdessen mit RQ.ACK erledigt.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>the number of items that are still unfinished</source>
            <translation>die Anzahl der noch unerledigten Elemente</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Wait until all items are reported done; return whether they were done before the timeout.</source>
            <translation>Warten, bis alle Elemente als erledigt gemeldet sind; liefern, ob das vor Ablauf der Zeit geschah.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>the number of unfinished items: 0, or more after the timeout</source>
            <translation>die Anzahl der unerledigten Elemente: 0, oder mehr nach Ablauf der Zeit</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Refuse all further puts. Clients can still take the remaining items; IMMEDIATE destroys them. Gets wait while leased or delayed items can still return.</source>
            <translation>Alle weiteren Puts ablehnen. Clients können die übrigen Elemente noch entnehmen; IMMEDIATE löscht sie. Gets warten, solange geleaste oder verzögerte Elemente noch zurückkommen können.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Return the number of items in the queue.</source>
            <translation>Die Anzahl der Elemente in der Queue liefern.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>the number of items in the queue</source>
            <translation>die Anzahl der Elemente in der Queue</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Return the maximum number of items; 0 means no limit.</source>
            <translation>Die Höchstzahl der Elemente liefern; 0 bedeutet unbegrenzt.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>the maximum number of items, or 0</source>
            <translation>die Höchstzahl der Elemente, oder 0</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Return the state of a queue as a dict: size, maxsize, kind, puts, gets, bytes and more.</source>
            <translation>Den Zustand einer Queue als dict liefern: size, maxsize, kind, puts, gets, bytes und mehr.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>a map of figures</source>
            <translation>eine Map von Zahlen</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Return the state of every queue, as a list of dicts.</source>
            <translation>Den Zustand aller Queues als Liste von dicts liefern.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>an array of maps as in RQ.STAT</source>
            <translation>ein Array von Maps wie in RQ.STAT</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>all queues, in slices</source>
            <translation>alle Queues, stückweise</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Destroy the queue for all clients; return how many items it contained. Blocked calls and later calls fail with CLOSED.</source>
            <translation>Die Queue für alle Clients löschen; liefern, wie viele Elemente sie enthielt. Blockierte und spätere Aufrufe scheitern mit CLOSED.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Take the next item until it is acknowledged; wait for one. If RQ.ACK does not come within SECONDS, or the client leaves, the item returns to the queue. TIMEOUT limits the wait, in seconds; without it, the wait has no limit. The number of deliveries includes this one.</source>
            <translation>Das nächste Element entnehmen, bis es bestätigt wird; auf eines warten. Kommt RQ.ACK nicht innerhalb von SECONDS, oder geht der Client, kehrt das Element in die Queue zurück. TIMEOUT begrenzt das Warten, in Sekunden; ohne TIMEOUT ist es unbegrenzt. Die Anzahl der Zustellungen enthält diese.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>an array: number of the lease, deliveries, number of the item, codec and payload</source>
            <translation>ein Array: Nummer der Lease, Zustellungen, Nummer des Elements, Codec und Nutzlast</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Acknowledge a leased item: the work on it is done, and it is removed for good. Counts as RQ.DONE for calls to RQ.JOIN.</source>
            <translation>Ein geleastes Element bestätigen: Die Arbeit daran ist erledigt, und es wird endgültig entfernt. Zählt für Aufrufe von RQ.JOIN wie RQ.DONE.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Give a leased item back: it returns to its place in the queue, or to the dead-letter queue if it had too many deliveries. With DELAY, it returns that many seconds later. UNSEEN: the client has not seen the item, so this delivery does not count.</source>
            <translation>Ein geleastes Element zurückgeben: Es kehrt an seinen Platz in der Queue zurück, oder in die Dead-Letter-Queue, wenn es zu oft zugestellt wurde. Mit DELAY kehrt es nach so vielen Sekunden zurück. UNSEEN: Der Client hat das Element nicht gesehen, daher zählt diese Zustellung nicht.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Let a lease end some seconds from now; without a number, after the same duration as at first. The lease belongs to the client that extends it.</source>
            <translation>Eine Lease einige Sekunden von jetzt an enden lassen; ohne Zahl nach derselben Dauer wie zuerst. Die Lease gehört dem Client, der sie verlängert.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>List the leased items, each as a dict: which client has the item, since when, and until when. START skips that many of them, and COUNT limits how many are listed.</source>
            <translation>Die geleasten Elemente nennen, jedes als Dict: welcher Client das Element hat, seit wann und bis wann. START überspringt so viele davon, und COUNT begrenzt, wie viele genannt werden.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>an array of maps: item, deliveries, size, client, name, held and left in seconds</source>
            <translation>ein Array von Maps: item, deliveries, size, client, name, held und left in Sekunden</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>all leases of the queue, in slices</source>
            <translation>alle Leases der Queue, stückweise</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Return the task of each worker of a parallel queue, and the task that blocks the later results. A program reports this for the queues that it exposes while a client observes. For the workers of rqcore work, the controller derives it from the items that they take.</source>
            <translation>Die Aufgabe jedes Workers einer parallelen Queue liefern, und die Aufgabe, die spätere Ergebnisse blockiert. Ein Programm meldet dies für die Queues, die es sichtbar macht, solange ein Client beobachtet. Für die Worker von rqcore work leitet der Controller es aus den Elementen ab, die sie entnehmen.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>a map: put, got, failed, waiting, ready, buffered, early, holding, workers; null if unknown</source>
            <translation>eine Map: put, got, failed, waiting, ready, buffered, early, holding, workers; null, wenn unbekannt</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>all clients, in slices</source>
            <translation>alle Clients, stückweise</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Receive events of all calls whose queue, method, client and outcome match. Needs RESP3. QUEUE and CLIENT are patterns with * and ?. SAMPLE n selects one call in n. PREVIEW limits the payload bytes in each event. VERSION is the highest version of event batches that the client reads; HELLO reports the highest version of the controller as events. The start of a call that waits has the outcome blocked. Another RQ.OBSERVE replaces the first.</source>
            <translation>Ereignisse aller Aufrufe empfangen, deren Queue, Methode, Client und Ergebnis passen. Benötigt RESP3. QUEUE und CLIENT sind Muster mit * und ?. SAMPLE n wählt einen von n Aufrufen. PREVIEW begrenzt die Bytes der Nutzdaten in jedem Ereignis. VERSION ist die höchste Version der Ereignisstapel, die der Client liest; HELLO nennt die höchste Version des Controllers als events. Der Beginn eines wartenden Aufrufs hat das Ergebnis blocked. Ein weiteres RQ.OBSERVE ersetzt das erste.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>OK, then push frames rq.events and rq.lost</source>
            <translation>OK, danach Push-Nachrichten rq.events und rq.lost</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>all calls that wait, in slices</source>
            <translation>alle Aufrufe, die warten, in Abschnitten</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Stop receiving events.</source>
            <translation>Keine Ereignisse mehr empfangen.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>all observers</source>
            <translation>alle Beobachter</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Report the queues in the client's own program, and their calls. queues lists all of them, as a JSON array of objects with number, name, kind, stat and waiters; batch contains the calls, as a batch of events. Until the client disconnects, other clients can list the queues and observe the calls.</source>
            <translation>Die Queues im eigenen Programm des Clients und deren Aufrufe melden. queues listet alle auf, als JSON-Array von Objekten mit number, name, kind, stat und waiters; batch enthält die Aufrufe als Stapel von Ereignissen. Bis sich der Client trennt, können andere Clients die Queues auflisten und die Aufrufe beobachten.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>the number of observers</source>
            <translation>die Anzahl der Beobachter</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>the queues and events of one report, in slices</source>
            <translation>die Queues und Ereignisse eines Berichts, stückweise</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Return the directory in which clients on the same filesystem can exchange large payloads as files. nonce is 32 random hexadecimal digits; proof shows that the controller knows the secret in the directory, as rqcore.protocol.spool_proof describes.</source>
            <translation>Das Verzeichnis angeben, in dem Clients mit demselben Dateisystem große Nutzdaten als Dateien austauschen können. nonce besteht aus 32 zufälligen hexadezimalen Ziffern; proof zeigt, dass der Controller das Geheimnis im Verzeichnis kennt, wie rqcore.protocol.spool_proof beschreibt.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>a map: directory, above (bytes), proof (a digest)</source>
            <translation>eine Map: directory, above (Bytes), proof (ein Digest)</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Stop calls, let them continue, and cause faults. BEGIN, JOIN token, HEARTBEAT and END control the session of a debugger: it ends with its connection, or 10 seconds after its last command, and all that it has set ends with it. ADD rule, LIST, ENABLE n, DISABLE n and REMOVE n|ALL control rules, which are JSON objects. FREEZE queue [PUTS|GETS|BOTH] [FAIL], STEP queue PUTS|GETS [n] and THAW queue control frozen queues. HELD lists the calls that are held; RELEASE n|ALL [PAYLOAD bytes] [CODEC name] [KEY key], FAIL n code [text] and DISCARD n let them continue. EDIT queue item bytes, DROP queue item and FRONT queue item change an item in a queue. With RESP3, push frames rq.debug report what happens. Calls of ZenQueue clients meet no rule.</source>
            <translation>Hält Aufrufe an, lässt sie weiterlaufen, und verursacht Fehler. BEGIN, JOIN token, HEARTBEAT und END steuern die Sitzung eines Debuggers: sie endet mit seiner Verbindung, oder 10 Sekunden nach seinem letzten Befehl, und mit ihr endet alles, was er eingestellt hat. ADD rule, LIST, ENABLE n, DISABLE n und REMOVE n|ALL steuern Regeln, die JSON-Objekte sind. FREEZE queue [PUTS|GETS|BOTH] [FAIL], STEP queue PUTS|GETS [n] und THAW queue steuern eingefrorene Queues. HELD listet die angehaltenen Aufrufe; RELEASE n|ALL [PAYLOAD bytes] [CODEC name] [KEY key], FAIL n code [text] und DISCARD n lassen sie weiterlaufen. EDIT queue item bytes, DROP queue item und FRONT queue item ändern ein Element in einer Queue. Mit RESP3 melden Push-Frames rq.debug, was geschieht. Für Aufrufe von ZenQueue-Clients gilt keine Regel.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>depends on the subcommand</source>
            <translation>hängt vom Unterbefehl ab</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Put items at the left end of a FIFO queue. Creates the queue if it does not exist. Never waits.</source>
            <translation>Elemente am linken Ende einer FIFO-Queue einlegen. Legt die Queue an, falls sie nicht existiert. Wartet nie.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>the number of items in the queue before waiting clients take some of them</source>
            <translation>die Zahl der Elemente in der Queue, bevor wartende Clients Elemente davon entnehmen</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Put items at the right end of a FIFO queue. Creates the queue if it does not exist. Never waits.</source>
            <translation>Elemente am rechten Ende einer FIFO-Queue einlegen. Legt die Queue an, falls sie nicht existiert. Wartet nie.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Take the rightmost item, or up to count items. Never waits.</source>
            <translation>Das Element ganz rechts nehmen, oder bis zu count Elemente. Wartet nie.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>a payload or null; with count: an array of payloads</source>
            <translation>Nutzdaten oder null; mit count: ein Array von Nutzdaten</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Take the leftmost item, or up to count items. Never waits.</source>
            <translation>Das Element ganz links nehmen, oder bis zu count Elemente. Wartet nie.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Take the rightmost item of the first queue that is not empty. Creates queues that do not exist. Waits up to timeout seconds for an item; 0 means without a limit.</source>
            <translation>Das Element ganz rechts aus der ersten Queue nehmen, die nicht leer ist. Legt Queues an, die nicht existieren. Wartet bis zu timeout Sekunden auf ein Element; 0 heißt ohne Grenze.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>queue and payload, or null after the timeout</source>
            <translation>Queue und Nutzdaten, oder null nach Ablauf der Zeit</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>at most 1,000 queues</source>
            <translation>höchstens 1.000 Queues</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Take the leftmost item of the first queue that is not empty. Creates queues that do not exist. Waits up to timeout seconds for an item; 0 means without a limit.</source>
            <translation>Das Element ganz links aus der ersten Queue nehmen, die nicht leer ist. Legt Queues an, die nicht existieren. Wartet bis zu timeout Sekunden auf ein Element; 0 heißt ohne Grenze.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Move an item from the LEFT or RIGHT end of a queue to the LEFT or RIGHT end of a queue, which may be the same. Creates the destination if it does not exist. Never waits.</source>
            <translation>Ein Element vom Ende LEFT oder RIGHT einer Queue an das Ende LEFT oder RIGHT einer Queue verschieben, auch derselben. Legt das Ziel an, falls es nicht existiert. Wartet nie.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>the payload of the item, or null</source>
            <translation>die Nutzdaten des Elements, oder null</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Move the rightmost item of a queue to the left end of a queue. The same as LMOVE with RIGHT LEFT.</source>
            <translation>Das Element ganz rechts in einer Queue an das linke Ende einer Queue verschieben. Dasselbe wie LMOVE mit RIGHT LEFT.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Return the number of items in a queue. Returns 0 if the queue does not exist.</source>
            <translation>Die Anzahl der Elemente in einer Queue liefern. Liefert 0, wenn die Queue nicht existiert.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>the number of items</source>
            <translation>die Anzahl der Elemente</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Return the items from start to stop without taking them. Position 0 is the leftmost item; negative positions count from the other end.</source>
            <translation>Die Elemente von start bis stop zurückgeben, ohne sie zu nehmen. Position 0 ist das Element ganz links; negative Positionen zählen vom anderen Ende.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>an array of payloads</source>
            <translation>ein Array von Nutzdaten</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Return how many of the given queues exist.</source>
            <translation>Liefern, wie viele der angegebenen Queues existieren.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>the number of queues that exist</source>
            <translation>die Anzahl der vorhandenen Queues</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Close queues and destroy their items. Returns how many of the queues existed. One call of a transaction closes at most 200 queues.</source>
            <translation>Queues schließen und ihre Elemente vernichten. Liefert, wie viele der Queues es gab. Ein Aufruf in einer Transaktion schließt höchstens 200 Queues.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>the number of queues that were closed</source>
            <translation>die Anzahl der geschlossenen Queues</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>at most 1,000 queues with all their items, in slices</source>
            <translation>höchstens 1.000 Queues mit allen ihren Elementen, stückweise</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Return list if the queue exists, otherwise none.</source>
            <translation>list liefern, wenn die Queue existiert, sonst none.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>list or none</source>
            <translation>list oder none</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Begin a transaction. The following calls are queued, and EXEC executes them in one step. A transaction has at most 2,500 calls, and together as many bytes as one command may have; BLPOP, BRPOP, LMOVE, LRANGE, RPOPLPUSH, RQ.MGET, RQ.MOVE, RQ.MPUT, RQ.PEEK count twice. If a call is refused, EXEC executes none.</source>
            <translation>Eine Transaktion beginnen. Die folgenden Aufrufe werden gesammelt, und EXEC führt sie in einem Schritt aus. Eine Transaktion hat höchstens 2.500 Aufrufe und zusammen so viele Bytes, wie ein Befehl haben darf; BLPOP, BRPOP, LMOVE, LRANGE, RPOPLPUSH, RQ.MGET, RQ.MOVE, RQ.MPUT und RQ.PEEK zählen doppelt. Wird ein Aufruf abgelehnt, führt EXEC keinen aus.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>OK; then QUEUED for each call until EXEC</source>
            <translation>OK; danach QUEUED für jeden Aufruf bis EXEC</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Execute all calls of the transaction. No other client's call comes between them. No call waits: each behaves as if its timeout had already expired. If one fails, the others are executed all the same. Clients that wait for an item continue after the last call.</source>
            <translation>Alle Aufrufe der Transaktion ausführen. Kein Aufruf eines anderen Clients kommt dazwischen. Kein Aufruf wartet: Jeder verhält sich, als wäre seine Zeitgrenze schon abgelaufen. Schlägt einer fehl, werden die anderen trotzdem ausgeführt. Clients, die auf ein Element warten, machen nach dem letzten Aufruf weiter.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>an array of the replies of all calls; a call that failed has an error as its reply</source>
            <translation>ein Array mit den Antworten aller Aufrufe; ein fehlgeschlagener Aufruf hat einen Fehler als Antwort</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>at most 2,500 calls</source>
            <translation>höchstens 2.500 Aufrufe</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>End the transaction without executing its calls.</source>
            <translation>Die Transaktion beenden, ohne ihre Aufrufe auszuführen.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Refused: a controller does not cancel a transaction because a queue has changed.</source>
            <translation>Abgelehnt: Ein Controller bricht eine Transaktion nicht ab, weil sich eine Queue geändert hat.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>always an error</source>
            <translation>immer ein Fehler</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Choose RESP2 or RESP3, log in, and set the client's name: HELLO [2|3] [AUTH user password] [SETNAME name] [SESSION]. SESSION begins a session: the reply has a secret token as session, and as grace the seconds to resume it with RQ.RESUME. From then on both ends count the requests of the connection, and each request proves that the client has received the reply before it, so it sends one at a time. An item that was taken belongs to the client when its next request arrives. Until then it is sent again after RQ.RESUME, or goes back to its queue.</source>
            <translation>RESP2 oder RESP3 wählen, anmelden und den Namen des Clients setzen: HELLO [2|3] [AUTH user password] [SETNAME name] [SESSION]. SESSION beginnt eine Sitzung: Die Antwort hat als session ein geheimes Token und als grace die Sekunden, um sie mit RQ.RESUME fortzusetzen. Von nun an zählen beide Enden die Anfragen der Verbindung, und jede Anfrage belegt, dass der Client die Antwort davor empfangen hat; also sendet er immer nur eine. Ein entnommenes Element gehört dem Client, wenn seine nächste Anfrage ankommt. Bis dahin wird es nach RQ.RESUME noch einmal gesendet, oder es kehrt in seine Queue zurück.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>a map that describes the controller</source>
            <translation>eine Map, die den Controller beschreibt</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Log in: AUTH [user] password. Without a user name, log in as the user default.</source>
            <translation>Anmelden: AUTH [user] password. Ohne Benutzernamen als Benutzer default.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Check that the controller answers.</source>
            <translation>Prüfen, ob der Controller antwortet.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>PONG, or the given word</source>
            <translation>PONG, oder das angegebene Wort</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Return the controller's current time.</source>
            <translation>Die aktuelle Zeit des Controllers liefern.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>seconds since 1970, and microseconds</source>
            <translation>Sekunden seit 1970, und Mikrosekunden</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Return the given word.</source>
            <translation>Das angegebene Wort liefern.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>the word</source>
            <translation>das Wort</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Select database 0. A controller has no other database.</source>
            <translation>Datenbank 0 wählen. Ein Controller hat keine andere.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Inspect or control client connections. Subcommands: ID, GETNAME, SETNAME, SETINFO, INFO, LIST, KILL, UNBLOCK and NO-TOUCH. After NO-TOUCH ON, calls of this client that only read cause no events.</source>
            <translation>Verbindungen von Clients ansehen oder steuern. Unterbefehle: ID, GETNAME, SETNAME, SETINFO, INFO, LIST, KILL, UNBLOCK und NO-TOUCH. Nach NO-TOUCH ON verursachen Aufrufe dieses Clients, die nur lesen, keine Ereignisse.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Describe the commands. Subcommands: COUNT, LIST, INFO and DOCS.</source>
            <translation>Die Befehle beschreiben. Unterbefehle: COUNT, LIST, INFO und DOCS.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>at most 200 descriptions of commands</source>
            <translation>höchstens 200 Beschreibungen von Befehlen</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Return the state of the controller, in sections of name:value lines.</source>
            <translation>Den Zustand des Controllers liefern, in Abschnitten mit Zeilen name:wert.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Return settings by name: CONFIG GET pattern. Only the settings that Redis benchmarks request exist.</source>
            <translation>Einstellungen anhand ihres Namens liefern: CONFIG GET pattern. Es gibt nur die Einstellungen, die Redis-Benchmarks abfragen.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>a map</source>
            <translation>eine Map</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>at most 100 characters of a pattern</source>
            <translation>höchstens 100 Zeichen eines Musters</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Reply with OK, then close the connection.</source>
            <translation>Mit OK antworten, dann die Verbindung schließen.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Return the connection to its initial state.</source>
            <translation>Die Verbindung in ihren Anfangszustand versetzen.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>Continue a session, which HELLO SESSION began, on this connection. received is how many replies its client has received. If the controller has received one more request than this, its reply follows. If the numbers are equal, send the last request again.</source>
            <translation>Eine Sitzung, die HELLO SESSION begonnen hat, auf dieser Verbindung fortsetzen. received ist die Zahl der Antworten, die ihr Client empfangen hat. Hat der Controller eine Anfrage mehr empfangen, folgt deren Antwort. Sind die Zahlen gleich, die letzte Anfrage noch einmal senden.</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>the number of requests that the controller has received in the session</source>
            <translation>die Zahl der Anfragen, die der Controller in der Sitzung empfangen hat</translation>
        </message>
        <message>
            <location filename="rqcore/protocol/command_table" />
            <source>the reply that is kept, in slices</source>
            <translation>die aufbewahrte Antwort, stückweise</translation>
        </message>
        <message>
            <location filename="rqcore/server/reference_pages.py" />
            <source>A controller speaks RESP2 and RESP3, the protocols of Redis. Words in capitals are sent literally. Square brackets enclose optional words, and … follows words that can be repeated. The first word of an error reply is its code; the codes are explained at the end.</source>
            <translation>Ein Controller spricht RESP2 und RESP3, die Protokolle von Redis. Wörter in Großbuchstaben werden wörtlich gesendet. Eckige Klammern umschließen optionale Wörter, und … folgt auf Wörter, die sich wiederholen können. Das erste Wort einer Fehlerantwort ist ihr Code; die Codes sind am Ende erklärt.</translation>
        </message>
        <message>
            <location filename="rqcore/server/reference_pages.py" />
            <source>TIMEOUT is in seconds. Without it, a call waits without a limit; with TIMEOUT 0, it does not wait. A queue is given by its name or its namespace.</source>
            <translation>TIMEOUT ist in Sekunden. Ohne TIMEOUT wartet ein Aufruf unbegrenzt; mit TIMEOUT 0 wartet er nicht. Eine Queue wird mit ihrem Namen oder ihrem Namensraum angegeben.</translation>
        </message>
        <message>
            <location filename="rqcore/server/reference_pages.py" />
            <source>For any Redis client: a list is a FIFO queue of that name, with both ends as in Redis. The first push into an empty list decides at which end RQ.PUT puts; RQ.GET takes from the other end. So programs that push left and pop right and programs that push right and pop left both have a FIFO queue. A list that becomes empty continues to exist.</source>
            <translation>Für jeden Redis-Client: Eine Liste ist eine FIFO-Queue dieses Namens, mit beiden Enden wie in Redis. Das erste Einlegen in eine leere Liste bestimmt, an welchem Ende RQ.PUT einlegt; RQ.GET nimmt vom anderen Ende. So haben Programme, die links einlegen und rechts nehmen, und Programme, die rechts einlegen und links nehmen, beide eine FIFO-Queue. Eine Liste, die leer wird, besteht weiter.</translation>
        </message>
        <message>
            <location filename="rqcore/server/reference_pages.py" />
            <source>As in Redis: the calls between MULTI and EXEC are executed in one step. The pipelines of many Redis clients use them.</source>
            <translation>Wie in Redis: Die Aufrufe zwischen MULTI und EXEC werden in einem Schritt ausgeführt. Die Pipelines vieler Redis-Clients benutzen sie.</translation>
        </message>
        <message>
            <location filename="rqcore/server/reference_pages.py" />
            <source>Commands that Redis clients expect.</source>
            <translation>Befehle, die Redis-Clients erwarten.</translation>
        </message>
        <message>
            <location filename="rqcore/errors.py" />
            <source>A command or one of its arguments is invalid.</source>
            <translation>Ein Befehl oder eines seiner Argumente ist ungültig.</translation>
        </message>
        <message>
            <location filename="rqcore/errors.py" />
            <source>No queue has this name or namespace.</source>
            <translation>Keine Queue hat diesen Namen oder Namensraum.</translation>
        </message>
        <message>
            <location filename="rqcore/errors.py" />
            <source>A queue of this name already exists.</source>
            <translation>Eine Queue dieses Namens existiert schon.</translation>
        </message>
        <message>
            <location filename="rqcore/errors.py" />
            <source>The controller requires a password. Log in first.</source>
            <translation>Der Controller verlangt ein Passwort. Zuerst anmelden.</translation>
        </message>
        <message>
            <location filename="rqcore/errors.py" />
            <source>The user name or the password is wrong.</source>
            <translation>Benutzername oder Passwort ist falsch.</translation>
        </message>
        <message>
            <location filename="rqcore/errors.py" />
            <source>The controller does not support this version of RESP.</source>
            <translation>Der Controller unterstützt diese Version von RESP nicht.</translation>
        </message>
        <message>
            <location filename="rqcore/errors.py" />
            <source>The controller does not permit this call.</source>
            <translation>Der Controller erlaubt diesen Aufruf nicht.</translation>
        </message>
        <message>
            <location filename="rqcore/errors.py" />
            <source>A call of the transaction was refused when it was queued, so none was executed.</source>
            <translation>Ein Aufruf der Transaktion wurde beim Sammeln abgelehnt, deshalb wurde keiner ausgeführt.</translation>
        </message>
        <message>
            <location filename="rqcore/errors.py" />
            <source>A priority queue cannot order the item among its items: the priorities are of different types.</source>
            <translation>Eine Prioritäts-Queue kann das Element nicht unter ihre Elemente einordnen: Die Prioritäten sind von verschiedener Art.</translation>
        </message>
        <message>
            <location filename="rqcore/errors.py" />
            <source>A request or a reply is larger than the controller allows.</source>
            <translation>Eine Anfrage oder Antwort ist größer, als der Controller erlaubt.</translation>
        </message>
        <message>
            <location filename="rqcore/errors.py" />
            <source>The queue had no item before the timeout.</source>
            <translation>Die Queue hatte bis zum Ablauf der Zeit kein Element.</translation>
        </message>
        <message>
            <location filename="rqcore/errors.py" />
            <source>The queue had no free space before the timeout.</source>
            <translation>Die Queue hatte bis zum Ablauf der Zeit keinen freien Platz.</translation>
        </message>
        <message>
            <location filename="rqcore/errors.py" />
            <source>The queue was shut down. It accepts no more items; a get fails when the queue is empty.</source>
            <translation>Die Queue wurde heruntergefahren. Sie nimmt keine Elemente mehr an; ein get scheitert, wenn die Queue leer ist.</translation>
        </message>
        <message>
            <location filename="rqcore/errors.py" />
            <source>The queue was destroyed with all its items. Its handles cannot be used any more.</source>
            <translation>Die Queue wurde mit all ihren Elementen gelöscht. Ihre Handles sind nicht mehr benutzbar.</translation>
        </message>
        <message>
            <location filename="rqcore/errors.py" />
            <source>The lease of the item has ended, so the call did nothing. The item may be delivered again.</source>
            <translation>Die Lease des Elements ist beendet, daher hat der Aufruf nichts getan. Das Element wird vielleicht erneut zugestellt.</translation>
        </message>
        <message>
            <location filename="rqcore/errors.py" />
            <source>A limit of the controller is reached. The call can succeed later.</source>
            <translation>Eine Grenze des Controllers ist erreicht. Der Aufruf kann später gelingen.</translation>
        </message>
        <message>
            <location filename="rqcore/errors.py" />
            <source>The session has ended, so the client cannot continue it on another connection.</source>
            <translation>Die Sitzung ist beendet; der Client kann sie nicht auf einer anderen Verbindung fortsetzen.</translation>
        </message>
        <message>
            <location filename="rqcore/errors.py" />
            <source>A durable queue cannot be saved; the message says if the call was refused, or if that is unknown.</source>
            <translation>Eine dauerhafte Queue kann nicht gespeichert werden; die Meldung sagt, ob der Aufruf abgelehnt wurde oder ob das unbekannt ist.</translation>
        </message>
        <message>
            <location filename="rqcore/errors.py" />
            <source>The controller, or the connection to it, failed.</source>
            <translation>Der Controller oder die Verbindung zu ihm ist ausgefallen.</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>a duration such as 5ms or 1.5s</source>
            <translation>eine Dauer wie 5ms oder 1.5s</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>a duration such as 5ms or 1.5s, or forever</source>
            <translation>eine Dauer wie 5ms oder 1.5s, oder forever</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>a size such as 512 or 4KiB</source>
            <translation>eine Größe wie 512 oder 4KiB</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>a whole number such as 3</source>
            <translation>eine ganze Zahl wie 3</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/fields.py" />
            <source>a whole number such as 3, or none</source>
            <translation>eine ganze Zahl wie 3, oder none</translation>
        </message>
        <message>
            <location filename="rqdebug/events/filters/literals.py" />
            <source>one of {words}</source>
            <translation>eines von {words}</translation>
        </message>
        <message>
            <location filename="rqcore/server/reference_pages.py" />
            <source>- Roles: {words}.</source>
            <translation>- Rollen: {words}.</translation>
        </message>
        <message>
            <location filename="rqcore/server/reference_pages.py" />
            <source>- Reply: {text}.</source>
            <translation>- Antwort: {text}.</translation>
        </message>
        <message>
            <location filename="rqcore/server/reference_pages.py" />
            <source>- Work of one call: {bound}.</source>
            <translation>- Aufwand eines Aufrufs: {bound}.</translation>
        </message>
        <message>
            <location filename="rqcore/server/reference_pages.py" />
            <source>- May be sent before logging in.</source>
            <translation>- Darf vor der Anmeldung gesendet werden.</translation>
        </message>
        <message>
            <location filename="rqcore/server/reference_pages.py" />
            <source>- In clients: `{method_name}`.</source>
            <translation>- In Clients: `{method_name}`.</translation>
        </message>
        <message>
            <location filename="rqcore/server/reference_pages.py" />
            <source>- Errors: {value}.</source>
            <translation>- Fehler: {value}.</translation>
        </message>
        <message>
            <location filename="rqcore/server/reference_pages.py" />
            <source>- Can block until another client acts.</source>
            <translation>- Kann blockieren, bis ein anderer Client etwas tut.</translation>
        </message>
        <message>
            <location filename="rqcore/server/reference_pages.py" />
            <source>- Refused between MULTI and EXEC.</source>
            <translation>- Zwischen MULTI und EXEC abgelehnt.</translation>
        </message>
    </context>
</TS>
