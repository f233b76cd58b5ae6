"""Addresses of the reports: rates, tables, the lists behind them, frozen months, the monthly entry."""

from django.urls import path

from casework.views import reports, reports_cases, reports_entry, reports_months, reports_paper

urlpatterns = [
    path("reports", reports.show, name="reports"),
    path("reports/tables", reports.index, name="reports_tables"),
    path("reports/tables/<int:number>", reports.table, name="report_table"),
    path("reports/tables/<int:number>.xlsx", reports.xlsx, name="reports_xlsx"),
    path("reports/tables/<int:number>/print", reports.to_print, name="reports_print"),
    path("reports/public", reports.give_out, name="reports_public"),
    path("reports/cases", reports_cases.show, name="reports_cases"),
    path("reports/months", reports_months.index, name="reports_months"),
    path("reports/months/<slug:code>", reports_months.show, name="reports_month"),
    path("reports/entry", reports_entry.show, name="reports_entry"),
    path("reports/paper", reports_paper.show, name="reports_paper"),
]
