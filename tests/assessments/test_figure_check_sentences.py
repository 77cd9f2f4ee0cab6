"""Sentences as councils write them, most of them with figures that are easily misread: the right are never called wrong."""

import pytest

from casework.assessments.figure_check import Verdict, check_text

NEVER_WRONG = """
Of the 1,238 concerns raised in the year, 116 (9.4%) led to a section 42 enquiry.
During the year 116 of 1,238 concerns (9%) were repeat concerns.
Two thirds of carers (66%) told us they felt listened to.
One in five carers (19.8%) had not had a break in the past 12 months.
More than half of respondents (54%) found it easy to find information.
Just under a third (32%) of the 412 reviews were overdue.
Nearly three quarters (74%) of people were happy with their care.
Thirty-two of the 40 staff surveyed (80%) said that supervision was regular.
Seven of the nine recommendations have been completed (78%).
Of 389 complaints, 233 (60%) were about delay and 156 (40%) about charging.
We received 194 complaints in 2019/20 compared with 173 in 2018/19, an increase of 12%.
Admissions fell from 690.8 per 100,000 in 2011/12 to 641.2 per 100,000 in 2012/13, a fall of 7.2%.
Satisfaction rose by 9.5 percentage points from 58.4% to 67.9%.
The waiting list fell from 812 at the end of March 2024 to 633 at the end of March 2025 (down 22%).
Between 2011 and 2012 the number of people with a direct payment rose from 1,104 to 1,307, an 18% rise.
Regulation 14 of the 2009 Regulations sets the limit at 6 months; 12 of our 150 complaints (8%) went beyond it.
See page 14, paragraph 3.2 and Table 5. Call 0116 305 7451 before 5pm on 12 May 2013.
The team of 23 handled 1,150 cases, an average of 50 each.
The 2013/14 budget of £4.5 million is 3% higher than the £4.37 million of 2012/13.
Spending rose by £2.1m, from £134.6m to £136.7m.
We spent £1,250 on 25 taxis, £50 for each.
Of those surveyed, 63.2% (n=240 of 380) agreed.
Some 4 in 10 (41%) people had used the website.
Four out of five people (81%) would recommend the service.
9 out of 10 visits (91%) were on time.
The proportion of people aged 65 and over still at home 91 days after discharge was 78.6% (up from 77.9%).
About 1,200 people, or 8% of the 14,900 known to us, live alone.
Around 15,000 people (about 2% of the population of 717,000) draw on care.
There were 876 enquiries in 2019/20, 27% fewer than the 1,203 of the year before.
There were 12 safeguarding adult reviews referred, of which 3 (25%) were accepted.
A total of 300 surveys were sent, 120 were returned (a 40% response rate).
Response rate: 40% (120/300)
Women made up 61% (732) and men 39% (468) of the 1,200 people.
The number of people waiting more than 28 days fell from 61 to 44 - a reduction of 28%.
Over the three years to March 2020 referrals grew by a fifth, from 5,010 to 6,012.
At 31 March 2024, 84% (2,016 of 2,400) of reviews were complete, against a target of 90%.
The indicator stands at 51%, 12 percentage points above the 39% of 2011/12.
Of the 48 actions, 31 are complete, 12 in progress and 5 not started.
The workforce is 1,020 (864 whole time equivalents), with 7.4% vacancies (64 WTE of 864).
Between 5% and 7% of people do not answer the letter.
From 1 April 2012 to 31 March 2013, 2,318 reviews were done.
The target is 65 working days, and 40 of 44 cases (91%) met it.
Direct payments: 15.3% (1.7 percentage points more than in 2011/12, 13.6%).
The average delay was 6.5 per 100,000 in 2011/12 and 10.9 in 2012/13.
We answered 187 complaints. 82 (44%) within 10 working days, 146 (78%) within 20 and 176 (94%) within 40.
In the second quarter 45 of 60 (75%) audits were graded good or better, compared to 33 of 50 (66%) in the first.
The council's 137 libraries and 5 museums had 4.1 million visits.
Costs are £612 a week compared with £588 the year before (4.1% more).
A further 26 people, 13% of the 200 asked, did not know.
This is 1.1 percentage points lower than last year (46.5% compared with 47.6%).
One for every 135 adults: 4,000 concerns among 540,000 adults.
Half of the 86 members (43) attended.
Half (43) of the 86 members attended; a quarter (21) sent a substitute.
The figure of 82.4%* covers 4,120 of 5,000 people1.
Performance dipped from 68.0% to 66.8%, i.e. by 1.2 points.
12.5% of 1,600 calls (200) were not answered.
The share of complaints upheld in part was 33%; a third.
66 2/3% of the grant was spent.
We visited 28 of our 28 care homes (100%).
None of the 14 homes (0%) was rated inadequate.
The 95% confidence interval is 61.2% to 66.9%.
Of the 2,011 people who moved, 1,005 (50%) moved in 2012.
In 2012, 2,012 people used reablement and 1,449 (72%) needed no further service.
The ratio of staff to people is 1:8 and 24/7 cover is in place.
Twelve months ago 3 of 12 homes (25%) were rated good; now 6 of 12 (50%) are.
Take-up more than doubled, from 210 to 455.
Take-up almost doubled, from 210 to 402.
Complaints halved from 88 to 43.
The score rose from 2.1 to 2.8 out of 4.
In 2019/20 the top three causes were delay (41, 24%), communication (35, 20%) and charging (29, 17%) out of 173.
7 in every 10 people we asked (68%) felt safe.
The average age of people in residential care is 84, up from 82 in 2010.
Mrs A (aged 84) waited 28 days; the law gives 6 months.
Dial 111 or 999; our number is 0300 123 4567 ext 22.
Agency spend fell 18% to £3.28m (2022/23: £4.0m).
Our 2,400 employees took on average 9.6 days sick, 0.8 days fewer than 10.4 days last year.
Concern to enquiry conversion was 21% (875 of 4,163).
The number of carers assessed rose by 212, from 1,840 to 2,052 (11.5%).
The number of carers assessed rose from 1,840 to 2,052, up 212 or 11.5%.
Of 640 adults, 320 (50%) are women; of these 80 (25%) live alone.
58 per cent (29 of 50) of managers had completed the course.
58 per cent of the 50 managers (29) had completed the course.
29 managers (58 per cent of all 50) had completed the course.
Only 8% of the sample, 4 people out of 50, disagreed.
We have 75 places; 60 are taken, so occupancy is 80%.
The service has 75 places, of which 60 are taken (80%) and 15 (20%) are free.
£358,500 was contributed, £13,912 more than the £344,588 of the year before.
£358,500 was contributed; the council gives £179,250 (50%) and the NHS 30% (£107,550).
The increase of 3.9% in the National Living Wage adds £1.4m to a £36m bill.
The number of calls rose year on year: 3,012, 3,313, 3,644 (up 10% each year).
Q1: 24 (31%), Q2: 20 (26%), Q3: 18 (23%), Q4: 15 (19%); total 77.
Compared with England (74.8%), Leicestershire's 78.6% is 3.8 percentage points better.
In all 1,046 of the 1,307 people with a direct payment (80%, up from 76%) said it had helped.
The number of DoLS applications was 5,120, of which 3,328 (65%) were granted, 1,024 (20%) not granted and 768 (15%) withdrawn.
Over 90% (46 of 50) of return visits took place.
Fewer than 10% (4 of 50) were late.
Up to 5% of calls, 12 of 300, were abandoned.
At least two thirds of the 90 providers (63) signed.
Approximately 33% of referrals (410 of 1,250) come from hospitals.
The rate for people aged 18-64 is 13.7 per 100,000 (53 admissions among 386,900 people).
Between 2010/11 and 2012/13 the budget was cut by 12%, from £150m to £132m.
Sixty per cent of people (60%) were over 80.
Sickness is 4.9% against 5.3% a year ago, a drop of 0.4 percentage points.
Sickness is 4.9% against 5.3% a year ago, 8% lower.
The uplift, 6.25 per cent, took the fee from £480 to £510 a week.
150 people responded, 9 of whom (6%) by post.
Satisfaction is now 68%: that is 68 in every 100.
Delayed days fell by a third, from 2,400 to 1,600.
Staff vacancies fell from 12% to 9%, a fall of a quarter.
Staff vacancies fell from 12% to 9%, a fall of 25%.
Staff vacancies fell from 12% to 9%, a fall of 3%.
The number of people helped grew by 150% from 20 to 50.
The number of people helped grew to 250% of its level, from 20 to 50.
Three people (6%) of the 50 said no.
Seven complaints, 4% of 173, went to the ombudsman, which upheld two.
The council closed 1,975 cases in 2019/20 and 2,040 cases in 2020/21, 3% more.
Of 2,000 letters 1,980 (99%) went within two days.
Covid-19 led to 15% fewer visits (8,500 against 10,000).
A 10% sample (40 of 400 files) was audited.
Phase 2 has 3 strands, 14 actions and a budget of £75,000 until 2025.
Section 42(2) enquiries: 875 or 21% of concerns (4,163).
In Melton, 6 of 9 complaints (67%) were upheld.
By March 2013, 51% of people had a personal budget, up from 39% (12 points).
In 2023-24 there were 320 (2022-23: 280; an increase of 14.3%).
320 in 2023-24, against 280 in 2022-23 (+14.3%).
Provider failures: 2 (2022/23: 4), a 50% reduction.
People waiting: 640 (-20% on 800 last year).
The number of older people will rise by 56% between 2020 and 2040.
Just 2 in 5 people with a learning disability (38%) had a health check, half the national figure of 76%.
Of the 20 homes inspected, 14 (70%) were good, 4 (20%) required improvement, one (5%) was inadequate and one (5%) outstanding.
We saved £2.4m of the planned £3.0m (80%).
A shortfall of £0.6m (20% of £3.0m) remains.
The survey went to 1,000 people: 350 replied (35%); 210 of them (60%) were women.
The survey went to 1,000 people, 350 of whom replied; 210 (60%) were women.
Overall 87 out of 100 points, or 87%.
The NHS contributes 58.5% (£2.34m) of the £4.0m pooled budget.
Of the 4,163 concerns 1,665 (40%) concerned neglect, 999 (24%) physical abuse and the other 1,499 (36%) something else.
We surveyed 400 people and 350 carers; 140 of them (35%) knew the number.
There are 12 teams in 7 districts, 3 of which (43%) have a vacancy.
The 20 staff of 3 teams met 60 people, 15 of whom (25%) were new.
Of 200 people, 120 (60%) were women, 80 (40%) men and 30 (25% of the women) lived alone.
We had 187 complaints. 82 (44%) were upheld, 40 (21%) partly, 12 (30% of those) after review and 65 (35%) not.
Of the 60 people 30 (50%) said yes, 24 (40%) no, and 6 (10%) nothing; last year 28 (47%) said yes.
1,200 people were asked. 600 (50%) replied, 300 (25%) twice, and 150 (50% of the second group) by e-mail.
Some 150 older people, 20% of the 750 known to us, and 60 carers took part.
In 12 homes, 30% of the 40 inspected, and 3 day centres records were poor.
Satisfaction is 71.0%, 3 points above England (68.0%).
The score of 8.1 is 0.3 above the regional figure of 7.8.
At 1.6%, employment is 5.4 percentage points below the average of 7.0%.
The waiting time was cut by 6 days, from 34 to 28.
The waiting time was cut by half, from 34 days to 17.
Quality improved from 3.2 to 3.6, an improvement of 0.4.
The number waiting improved by 22% to 633, from 812.
Sickness moved by 0.4 percentage points, from 5.3% to 4.9%.
The council's share changed from 40% to 38%, by 2 points.
We closed 320 cases (2022/23: 280; 2021/22: 240), 14% more than the year before.
Income was £4.1m (2022/23: £4.0m), of which £1.2m came from fees.
Care homes: 42 (2022/23: 45), a loss of 3 homes and 96 beds, 5% of all beds.
Contacts: 1,130 (2022/23: 1,120) and a 13% rise in assessments.
We received 320 contacts, against 280 last year (+14%), and 45 concerns (+2%).
Temperatures of -5 and 640 (-20) meant closures.
The budget is £12.4m (+3.1% on last year's £12.03m).
Our net spend is £136.7m (+1.6% or £2.1m on £134.6m).
Nine out of ten (91%) would come again; 9 out of 10 (91%) said so last year too.
In 9 out of 10 districts (90%) the service is open.
Waiting fell in the second quarter from 44 to 39 (-11%).
Waiting fell in quarter 2, 44 people waited and 39 in quarter 3.
Delayed transfers fell to 6.5 per 100,000 from 10.9 per 100,000, a 40% fall.
Admissions per 100,000 were 690.8, up 16% on 595.5 per 100,000.
A rate of 13.7 per 100,000 means 53 people of 386,900.
We support 1 in 48 adults: 14,900 of 717,000 (2.1%).
The plan has 40 actions; 24 of them (60%) are done, and 10 of those (42%) were checked.
5% (4 people of 80) did not know, and 10% (8) would not say.
Vacancies stand at 9.4% (81 WTE of 864), 1.2 points lower than 10.6%.
Only 8% of the sample, 4 of them men, disagreed.
More than 20% of carers, 300 of 1,200, and 1 in 10 staff replied.
£820,000 (21% of £4.0m) was saved.
Spending is £3.28m, £0.72m below the £4.0m budget.
The 2.4% rise follows two years of 1.9% and 2.0%.
Interest of 4% on £2.5m is £100,000.
Between April and June 45 people (38%) waited up to 28 days, 50 (42%) up to 56 and 25 (21%) longer; 120 in all.
Attendance was 92% (12 of 13 meetings).
It cost £45 per visit, 12% above the £40.18 we paid in 2022.
There are 3,400 carers known, 6.2% of the 55,000 in the census.
The contract runs from 2021 to 2024 (3 years) at £1.2m a year.
In 2023, 1,950 people (up 3% on 1,893 in 2022) asked for help; 2,050 are expected in 2024.
Older people are 21% of residents, and 84% of those we support.
Twenty-one of 28 care homes (75%) are good, up from 18 of 28 (64%).
In the year 14 people died, 9 of them (64%) at home.
An extra £1.5 million, taking the total from £10.5 million to £12 million (14%).
Sections 1, 2 and 3 were answered by 12, 14 and 16 managers.
Case file audits: 36 good (60%), 18 fair (30%), 6 poor (10%).
Case file audits: 36 good (60%), 18 fair (30%), 6 poor (10%), against 30 (55%), 15 (27%) and 10 (18%) last year.
13% of calls (1 in 8) wait over 5 minutes, 3 minutes more than the 2 minutes we promise.
Care Act 2014, section 42: 875 enquiries, 21% of 4,163 concerns.
Mean 44.2, median 39, range 2 to 310 days (n=187).
Reviews fell from 2,400 to 2,016, i.e. by 16%.
Of the 3 targets 2 (67%) were met, the third (66.8%) missed by 3.2 points against 70%.
Our overspend of £3.5m (2.6%) is down from £4.5m (3.4%).
The team's caseload of 21 is 3 fewer than the 24 of April and 12% lower.
Respite bookings: 310 (−6% on 330).
Complaints were up 21 on the 173 of 2018/19 to 194.
We met 14 of the 16 standards (88%), 2 more than the 12 of last year.
Our net budget for 2024/25 is £167.2m, 4.9% higher than £159.4m in 2023/24.
We have 14 learning disability settings, 9 of them (64%) rated good, and 2 are not yet rated.
Of our 1,020 staff 612 (60%) answered the survey; 78% of them would recommend us, 5 points up on 2022.
Reablement: 412 starts, 338 (82%) completed, 271 (80%) of whom needed no further support.
Of the 338 people who completed, 271 (80%) needed nothing more, 41 (12%) a smaller package and 26 (8%) the same.
Demand rose 11% to 9,410 contacts; 3,111 (33%) came from hospitals.
The team answered 95.2% of calls (11,900 of 12,500), up 2.1 percentage points on 93.1%.
In Q3 we had 44 delays a day on average, against 39 in Q2 and a target of 35, so 26% over target.
We will recruit 25 more social workers by March 2026, taking us from 180 to 205 (14%).
Waiting over 6 months: 12 in April, 9 in May, 4 in June (a fall of two thirds since April).
The median wait is 21 days (mean 34), and 1 in 10 people wait over 90 days.
At the end of March 312 people waited: 180 (58%) for an assessment, 92 (29%) for care and 40 (13%) for an adaptation.
Carers: 640 assessments (2023/24: 575), of which 410 (64%) led to a payment.
The number of carers' assessments rose to 640 (575 in 2023/24), an 11% increase.
Approximately 2,900 people (68% women) live in a care home; 410 are self-funders (14%).
The share of direct payments has hovered around 28% (28.4%, 27.9% and 28.1% in the last three years).
Eight in ten people (79%) said that staff listened, nine in ten (88%) that they were kind.
Only a quarter (24.6%) of people know whom to call; half (51%) look on our website.
We inspected 31 of the county's 62 homes, exactly half (50%).
Vacancy rates are 9.1% for social workers (11.4% a year ago) and 6.2% overall (7.0%).
Homes rated good or outstanding: 78% (England 77%, region 76%).
Complaints: 173 (194 last year). Upheld or partly: 88 (51%). To the ombudsman: 19 (18). Upheld there: 7 (5).
We paid £4,150 in remedies in 11 cases, £377 on average, against £6,200 in 16 cases.
Our population is 712,300 (2021), up 9.5% from 650,500 (2011); 20.6% are 65 and over (17.1%).
By 2040 the number of people over 85 will rise from 18,700 to 37,400, doubling.
The number over 85 will double from 18,700 to 37,400 by 2040.
One in six adults (17%) has a common mental health problem, about 96,000 of 565,000.
We made 3,120 DoLS decisions of 5,120 requests; 1,400 (27%) wait, 600 (12%) fell away.
Of 5,120 requests 3,120 (61%) were decided, 1,400 (27%) wait and 600 (12%) fell away.
A home care hour costs £21.93, 8.6% above the £20.20 of 2022/23 and 2.1% below the region's £22.40.
From April to June 2020 there were 8 green and 7 amber measures, 15 in all; 15 more were not rated.
Of 30 measures 15 (50%) were rated: 8 (53%) green and 7 (47%) amber.
Deaths from Covid-19 in care homes: 214 (31% of 690 deaths) from March to June 2020.
We supplied 4.2 million items of PPE, 350,000 a month for 12 months.
Section 117: 940 people, 0.13% of the 712,300 who live here.
In the survey 3.1% of 650 people (20) felt unsafe; nationally 2.8%.
69.6% feel as safe as they want (England 71.1%), 1.5 percentage points less.
The council is one of 33 counties and one of 21 with two tiers.
35 of 151 councils did better; we rank 36th of 151, in the top quarter.
Rank 36 of 151 (24%) puts us in the top quartile.
80% of the 20 homes in the sample (16) kept good records, 3 (15%) fair ones and 1 (5%) poor ones.
Between 2019 and 2023 homes fell from 190 to 171 (10%) and beds from 5,800 to 5,510 (5%).
Between 2019 and 2023 homes fell by 19 (10%) and beds by 290 (5%), from 190 and 5,800.
The programme saved £1.9m in 2021/22, £2.6m in 2022/23 and £3.1m in 2023/24, £7.6m in all.
The pooled budget is £72.4m: £41.0m (57%) from the NHS and £31.4m (43%) from us.
On 12 October 2023, 1,240 people (31% of 4,000) had waited more than 28 days; on 31 March 2024 it was 610 (16% of 3,810).
We reviewed 72% of people in long-term support (4,104 out of 5,700), 9 points better than the 63% of 2022/23.
12 months after discharge 44% (88/200) were at home, 31% (62/200) in a care home and 25% (50/200) had died.
Over the year 45% of enquiries (394/875) concerned people in their own home and 33% (289/875) care homes.
The risk was reduced or removed in 91% (637/700) of concluded enquiries, up from 89% (598/672).
875 enquiries became 700 conclusions (80%) within the year.
95% of those asked (570 of 600) said what they wanted, and 94% (536 of 570) got it at least in part.
Of 600 people asked, 570 (95%) said what they wanted; 536 of these (94%) got it.
Every one of 12 boards (100%) met 4 times, 48 meetings in all, 44 of them (92%) online.
Staff turnover is 12.4% (126 of 1,020), better than 15.1% last year and the region's 14.0%.
We cut the list by a third: from 933 to 622.
Calls are up by half, from 8,000 to 12,000.
We need £3.4m more, or 2%, on top of £167.2m.
For every £1 spent on prevention the system saves £2.40; £250,000 would save £600,000.
Since 2019, 1,950 people have used the app; 61% of the 1,950 (1,190) come back.
Two of our 14 settings (14%) require improvement, none is inadequate and 1 (7%) is outstanding.
The 7-day average was 41.3, down 12% on the 46.9 of the week before.
We aim for 90%; at 84% we are 6 percentage points short, though 4 better than the 80% of 2022.
Attendance of 68% (17 of 25) at the March forum was lower than in 2022 (19 of 25, 76%).
Take-up is 62% in the north and 58% in the south, a gap of 4 percentage points.
Men: 312 (39%). Women: 488 (61%). Total: 800.
Referrals by source: hospital 310 (31%), GP 240 (24%), family 220 (22%), self 150 (15%), other 80 (8%); n = 1,000.
The grant of £1.2m covers 150 places at £8,000 each (2022: 140 places).
The average package fell from 14.2 hours to 13.6 hours a week (4%).
There were 41 large fines, i.e. over £1,000, and 9 of these (22%) were paid.
Of the 41 fines 9 (22%) were paid and 32 (78%) were not; 20 of the latter (63%) are appealed.
The index stands at 104.2 (2019 = 100), 1.8 up on 102.4.
In 2023/24 we supported 7,990 people aged 65+ (7,610 in 2022/23; +5%) and 3,410 aged 18-64 (3,290; +4%).
Our 4.9% increase compares with 5.2% for England and is 0.3 percentage points lower.
Contract A (2 years, £1.2m) and contract B (3 years, £2.4m) end in 2026.
"""
WRONG = """
9.4% | Of the 1,238 concerns raised in the year, 116 (9.9%) led to a section 42 enquiry.
9% | During the year 116 of 1,238 concerns (11%) were repeat concerns.
67% | In Melton, 6 of 9 complaints (66%) were upheld.
80% | Thirty-two of the 40 staff surveyed (85%) said that supervision was regular.
78% | Seven of the nine recommendations have been completed (87%).
40% | Of 389 complaints, 233 (60%) were about delay and 156 (45%) about charging.
12% | We received 194 complaints in 2019/20 compared with 173 in 2018/19, an increase of 21%.
7.2% | Admissions fell from 690.8 per 100,000 in 2011/12 to 641.2 per 100,000 in 2012/13, a fall of 9.2%.
9.5 percentage points | Satisfaction rose by 8.5 percentage points from 58.4% to 67.9%.
22% | The waiting list fell from 812 at the end of March 2024 to 633 at the end of March 2025 (down 28%).
18% | Between 2011 and 2012 the number of people with a direct payment rose from 1,104 to 1,307, a 23% rise.
£2.1m | Spending rose by £3.1m, from £134.6m to £136.7m.
27% | There were 876 enquiries in 2019/20, 42% fewer than the 1,203 of the year before.
25% | There were 12 safeguarding adult reviews referred, of which 3 (35%) were accepted.
40% | Response rate: 45% (120/300)
28% | The number of people waiting more than 28 days fell from 61 to 44 - a reduction of 38%.
84% | At 31 March 2024, 94% (2,016 of 2,400) of reviews were complete, against a target of 90%.
12 percentage points | The indicator stands at 51%, 14 percentage points above the 39% of 2011/12.
91% | The target is 65 working days, and 40 of 44 cases (81%) met it.
1.7 percentage points | Direct payments: 15.3% (2.7 percentage points more than in 2011/12, 13.6%).
44% | We answered 187 complaints. 82 (48%) within 10 working days, 146 (78%) within 20 and 176 (94%) within 40.
75% | In the second quarter 45 of 60 (65%) audits were graded good or better, compared to 33 of 50 (66%) in the first.
4.1% | Costs are £612 a week compared with £588 the year before (6.1% more).
13% | A further 26 people, 16% of the 200 asked, did not know.
1.1 percentage points | This is 2.1 percentage points lower than last year (46.5% compared with 47.6%).
1.2 percentage points | Performance dipped from 68.0% to 66.8%, i.e. by 2.2 points.
15.0% | 12.5% of 1,600 calls (240) were not answered.
72% | In 2012, 2,012 people used reablement and 1,449 of the 2,012 (62%) needed no further service.
1.69 times | Take-up more than doubled, from 210 to 355.
0.83 times | Complaints halved from 88 to 73.
21% | Concern to enquiry conversion was 31% (875 of 4,163).
212 | The number of carers assessed rose by 312, from 1,840 to 2,052 (11.5%).
48% | 58 per cent (24 of 50) of managers had completed the course.
48% | 58 per cent of the 50 managers (24) had completed the course.
58% | 29 managers (68 per cent of all 50) had completed the course.
8% | Only 18% of the sample, 4 people out of 50, disagreed.
80% | The service has 75 places, of which 60 are taken (85%) and 15 (20%) are free.
£13,912 | £358,500 was contributed, £4,000 more than the £344,588 of the year before.
80% | In all 1,046 of the 1,307 people with a direct payment (90%, up from 76%) said it had helped.
65% | The number of DoLS applications was 5,120, of which 3,328 (75%) were granted.
92% | Over 95% (46 of 50) of return visits took place.
8% | Fewer than 5% (4 of 50) were late.
33% | Approximately 53% of referrals (410 of 1,250) come from hospitals.
12% | Between 2010/11 and 2012/13 the budget was cut by 22%, from £150m to £132m.
0.4 percentage points | Sickness is 4.9% against 5.3% a year ago, a drop of 1.4 percentage points.
6% | 150 people responded, 9 of whom (16%) by post.
33% | Delayed days fell by 43%, from 2,400 to 1,600.
3 percentage points | Staff vacancies fell from 12% to 9%, a fall of 5 percentage points.
150% | The number of people helped grew by 250% from 20 to 50.
6% | Three people (9%) of the 50 said no.
15% | Covid-19 led to 25% fewer visits (8,500 against 10,000).
15% | A 10% sample (60 of 400 files) was audited.
14.3% | In 2023-24 there were 320 (2022-23: 280; an increase of 24.3%).
14.3% | 320 in 2023-24, against 280 in 2022-23 (+24.3%).
50% | Provider failures: 2 (2022/23: 4), a 60% reduction.
20% | People waiting: 640 (-30% on 800 last year).
70% | Of the 20 homes inspected, 14 (75%) were good, 4 (20%) required improvement.
60% | The survey went to 1,000 people: 350 replied (35%); 210 of them (50%) were women.
58.5% | The NHS contributes 68.5% (£2.34m) of the £4.0m pooled budget.
40% | Of the 4,163 concerns 1,665 (50%) concerned neglect.
20% | One in five carers (39.8%) had not had a break in the past 12 months.
67% | Two thirds of carers (46%) told us they felt listened to.
More than 50% | More than half of respondents (44%) found it easy to find information.
90% | Nine out of ten visits (71%) were on time.
a fall | Complaints rose from 194 to 173.
a rise | The waiting list fell from 633 to 812.
0.7 percentage points | Performance improved by 4.1 percentage points to 78.6%, from 77.9%.
212 | Carers' assessments went up from 1,840 in 2011/12 to 2,052 in 2012/13, which is 412 more.
18% | Agency spend fell 28% to £3.28m (2022/23: £4.0m).
4% | Seven complaints, 14% of 173, went to the ombudsman.
7.4% | The workforce is 1,020, with 9.4% vacancies (64 WTE of 864).
87% | 87 out of 100 points, or 78%.
72% | 78% of reviews (1,449 of 2,012) were on time.
60% | There are 40 actions; 24 of them (70%) are done.
64% | In the year 14 people died, 9 of them (74%) at home.
6.2% | There are 3,400 carers known, 8.2% of the 55,000 in the census.
6% | Respite bookings: 310 (−9% on 330).
16% | Reviews fell from 2,400 to 2,016, i.e. by 26%.
9.4% | Vacancies stand at 8.4% (81 WTE of 864).
6 | The waiting time was cut by 8 days, from 34 to 28.
21% | Care Act 2014, section 42: 875 enquiries, 31% of 4,163 concerns.
2.5% | Income was £4.1m (2022/23: £4.0m), a rise of 12.5%.
3.1% | The budget is £12.4m (+8.1% on last year's £12.03m).
64% | Twenty-one of 28 care homes (75%) are good, up from 18 of 28 (54%).
40% | Delayed transfers fell to 6.5 per 100,000 from 10.9 per 100,000, a 30% fall.
"""


@pytest.mark.parametrize("text", NEVER_WRONG.strip().splitlines())
def test_a_right_figure_is_never_called_wrong(text):
    assert [claim for claim in check_text(text) if claim.verdict is Verdict.WRONG] == []


@pytest.mark.parametrize("line", WRONG.strip().splitlines())
def test_a_planted_figure_is_called_wrong_with_what_it_should_be(line):
    expected, _, text = line.partition(" | ")
    assert expected in [claim.expected for claim in check_text(text) if claim.verdict is Verdict.WRONG]
