"""English words of the office, spelled as an Indonesian would write them as said."""

from __future__ import annotations

from typing import Final

_ENGLISH_AS_SAID: Final = """
account=akaun backup=bekap barcode=barkod browser=brauser cache=kes chat=cet chatting=ceting
chrome=krom click=klik cloud=klaud coaching=kocing computer=komputer dashboard=desbod
database=databes deadline=dedlain delete=dilit device=divais download=daunlod edge=ej email=imel
error=eror excel=eksel facebook=fesbuk file=fail firefox=fairfoks gmail=jimel google=gugel
hardware=hadwer helpdesk=helpdes hotline=hotlain icon=aikon inbox=inboks install=instal
invoice=invois kemendikbud=kemdikbud laptop=leptop link=ling live=laif logout=logaut
maintenance=mentenens manager=menejer megabyte=megabait gigabyte=gigabait kilobyte=kilobait
mobile=mobail offline=oflain online=onlain password=paswod platform=pletform playstore=plestor
print=prin refresh=rifres reset=riset restart=ristat router=ruter save=sef scan=sken
scanner=skener screenshot=skrinsot server=sever service=servis setting=seting sharing=syering
sheet=syit smartphone=smatfon software=sofwer spam=spem spreadsheet=spretsit store=stor
support=sapot sync=singk teams=tims template=templet ticket=tiket update=apdet upgrade=apgret
upload=aplod user=yuser username=yusernem voucher=voucer website=websait whatsapp=wotsep
wifi=waifai windows=windos workshop=woksop youtube=yutub zip=sip zoom=zum
"""
_ENGLISH: Final = dict(row.split("=") for row in _ENGLISH_AS_SAID.split())
"""English words of the office and how an Indonesian would write them as said."""


def as_said(word: str) -> str:
    """An English word in Indonesian spelling (``update`` -> ``apdet``); others unchanged."""
    return _ENGLISH.get(word, word)
