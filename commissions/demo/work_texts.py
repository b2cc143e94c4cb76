"""What the experts of the demonstration are occupied with, commission by commission."""

from __future__ import annotations

from typing import NamedTuple

from commissions.models import Assignment, Event

Kind, Form = Event.Kind, Assignment.Format
ADMINISTRATION = "Үлгі әкімдігі"
DEPARTMENT = "Үлгі басқармасы"
COMPANY = "«Үлгі» кәсіпорны"


class Topic(NamedTuple):
    """What an event is about, its kind, and at which organ."""

    kind: Event.Kind
    title: str
    organ: str = DEPARTMENT


class Task(NamedTuple):
    """What a chair asks, and in which form."""

    text: str
    format: Assignment.Format
    organ: str = ""


TOPICS: dict[int, tuple[Topic, ...]] = {
    1: (
        Topic(Kind.MONITORING, "Қоғамдық көлік аялдамаларының жай-күйі"),
        Topic(Kind.HEARING, "Ауа сапасын жақсарту шаралары туралы", ADMINISTRATION),
        Topic(Kind.INSPECTION, "Тұрмыстық қалдықтар полигоны", COMPANY),
        Topic(Kind.PUBLIC_HEARING, "Қала бюджетінің жобасы", ADMINISTRATION),
        Topic(Kind.MONITORING, "Мектеп жанындағы жол қауіпсіздігі"),
        Topic(Kind.WORKING_GROUP, "Жаяу жүргіншілер аймақтары жөніндегі ұсыныстар"),
    ),
    2: (
        Topic(Kind.PUBLIC_HEARING, "Аудандағы құрылыс салу жобасы"),
        Topic(Kind.MONITORING, "Жылу желілерін қысқа дайындау", COMPANY),
        Topic(Kind.INSPECTION, "Су тазарту құрылғылары", COMPANY),
        Topic(Kind.HEARING, "Сейсмикалық қауіпсіздік бағдарламасы", ADMINISTRATION),
        Topic(Kind.STATE_SITTING, "Қала құрылысы кеңесінің отырысы", ADMINISTRATION),
        Topic(Kind.MONITORING, "Аулаларды абаттандыру жұмыстары"),
    ),
    3: (
        Topic(Kind.MONITORING, "Мектеп асханаларындағы тамақтану сапасы"),
        Topic(Kind.HEARING, "Балабақшалардағы орын тапшылығы туралы"),
        Topic(Kind.INSPECTION, "Инклюзивті сыныптардың жабдықталуы"),
        Topic(Kind.PUBLIC_HEARING, "Жастар саясатының жылдық жоспары", ADMINISTRATION),
        Topic(Kind.TRIP, "Қала маңындағы колледждердің тәжірибесі"),
        Topic(Kind.MONITORING, "Мектептерді жөндеу барысы"),
    ),
    4: (
        Topic(Kind.MONITORING, "Емханалардағы кезек және жазылу тәртібі"),
        Topic(Kind.HEARING, "Дәрі-дәрмекпен қамтамасыз ету туралы"),
        Topic(Kind.INSPECTION, "Қарттарға арналған күндізгі орталық", COMPANY),
        Topic(Kind.PUBLIC_HEARING, "Арнаулы әлеуметтік қызметтердің сапасы"),
        Topic(Kind.MONITORING, "Кедергісіз орта: қоғамдық ғимараттар"),
        Topic(Kind.WORKING_GROUP, "Психологиялық көмек желісі", ADMINISTRATION),
    ),
    5: (
        Topic(Kind.HEARING, "Шағын бизнесті қолдау шаралары туралы"),
        Topic(Kind.MONITORING, "Базарлардағы тұтынушылар құқықтары"),
        Topic(Kind.TRIP, "Туристік маршруттардың жай-күйі"),
        Topic(Kind.PUBLIC_HEARING, "Сауда нысандарын орналастыру схемасы"),
        Topic(Kind.STATE_SITTING, "Инвестициялық кеңестің отырысы", ADMINISTRATION),
        Topic(Kind.MONITORING, "Электрондық қызметтердің қолжетімділігі", COMPANY),
    ),
    6: (
        Topic(Kind.MONITORING, "Көрнекі ақпараттағы тіл талаптары"),
        Topic(Kind.HEARING, "Кітапхана қорын толықтыру туралы"),
        Topic(Kind.INSPECTION, "Ауладағы спорт алаңдары", COMPANY),
        Topic(Kind.PUBLIC_HEARING, "Мәдени мұра нысандарының тізімі"),
        Topic(Kind.WORKING_GROUP, "Медиасауаттылық бағдарламасы"),
        Topic(Kind.MONITORING, "Музейлердің қолжетімділігі"),
    ),
}
PLACES = ("Үлгі көшесі, 5-үй", "Үлгі алаңы", "Үлгі даңғылы, 12-үй, мәжіліс залы")
TASKS: dict[int, tuple[Task, ...]] = {
    1: (
        Task("Аялдамалар мониторингінің қорытындысын жазу", Form.CONCLUSION),
        Task("Ауа сапасы көрсеткіштеріне шолу жасау", Form.REVIEW, DEPARTMENT),
        Task("Бюджет жобасына ұсыныстар дайындау", Form.PROPOSAL, ADMINISTRATION),
    ),
    2: (
        Task("Құрылыс жобасына сараптамалық қорытынды беру", Form.CONCLUSION),
        Task("Жылу тарифтеріне талдау жасау", Form.REVIEW, COMPANY),
        Task("Абаттандыру ережелеріне ұсыныстар дайындау", Form.PROPOSAL),
    ),
    3: (
        Task("Мектеп тамақтануы бойынша ұсыным жазу", Form.RECOMMENDATION),
        Task("Инклюзивті білім беруге шолу жасау", Form.REVIEW, DEPARTMENT),
        Task("Жастар саясатының жоспарына ұсыныс беру", Form.PROPOSAL),
    ),
    4: (
        Task("Емханаларды аралау нәтижесі бойынша ұсыным жазу", Form.RECOMMENDATION),
        Task("Әлеуметтік қызметтер стандартына шолу жасау", Form.REVIEW, DEPARTMENT),
        Task("Кедергісіз орта талаптары бойынша кеңес беру", Form.ADVICE),
    ),
    5: (
        Task("Базарлар мониторингінің қорытындысын жазу", Form.CONCLUSION),
        Task("Салық өзгерістеріне шолу жасау", Form.REVIEW, DEPARTMENT),
        Task("Сауда нысандарының схемасына ұсыныс беру", Form.PROPOSAL, COMPANY),
    ),
    6: (
        Task("Тіл талаптары бойынша ұсыным жазу", Form.RECOMMENDATION),
        Task("Кітапхана қорына шолу жасау", Form.REVIEW, DEPARTMENT),
        Task("Спорт алаңдары бойынша ұсыныс беру", Form.PROPOSAL, ADMINISTRATION),
    ),
}
MOVED_TASK = Task("Бастаған зерттеудің қорытындысын тапсыру", Form.CONCLUSION)
OUTCOME = "Уақытында тапсырылды, комиссия отырысында қаралады."
WITHDRAWN = "Мәселе күн тәртібінен алынды."
