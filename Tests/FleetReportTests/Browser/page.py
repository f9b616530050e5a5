"""Opens a report in headless Chromium and prints what it finds as JSON.

usage: page.py PAGE SCREENSHOTS NAME

Looks at it in light and dark, at the width of a desktop and of a phone, keeps a picture of each as NAME-….png, and asks
axe-core what is wrong; sorts and filters with the keyboard; reads it without its script; prints it.
"""
import base64, json, pathlib, sys, time

from axe_core_python.selenium import Axe
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

page, folder, name = pathlib.Path(sys.argv[1]).as_uri(), pathlib.Path(sys.argv[2]), sys.argv[3]
folder.mkdir(parents=True, exist_ok=True)
options = webdriver.ChromeOptions()
options.binary_location = '/usr/bin/chromium'
# Tests may run as root, where Chromium has no sandbox.
for argument in ['--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--disable-dev-shm-usage']:
    options.add_argument(argument)
options.set_capability('goog:loggingPrefs', {'browser': 'ALL'})
driver = webdriver.Chrome(options=options, service=webdriver.ChromeService('/usr/bin/chromedriver'))
# Counted in seconds: axe-core asks for the colours behind every text.
driver.set_script_timeout(600)
found = {'console': [], 'violations': [], 'overflow': [], 'keyboard': {}}


def open_page(width, height, scheme):
    driver.execute_cdp_cmd('Emulation.setDeviceMetricsOverride',
                           {'width': width, 'height': height, 'deviceScaleFactor': 1, 'mobile': width < 600})
    driver.execute_cdp_cmd('Emulation.setEmulatedMedia',
                           {'features': [{'name': 'prefers-color-scheme', 'value': scheme}]})
    driver.get(page)


def look(view, width, height, scheme):
    open_page(width, height, scheme)
    size = driver.execute_script('const e = document.documentElement; return [e.scrollWidth, e.scrollHeight]')
    if size[0] > width:
        found['overflow'].append(f'{view}: {size[0]} of {width}')
    clip = {'x': 0, 'y': 0, 'width': width, 'height': min(size[1], 6000), 'scale': 1}
    picture = driver.execute_cdp_cmd('Page.captureScreenshot', {'captureBeyondViewport': True, 'clip': clip})
    (folder / f'{name}-{view}.png').write_bytes(base64.b64decode(picture['data']))
    for violation in Axe().run(driver)['violations']:
        nodes = '; '.join(node['html'][:200] for node in violation['nodes'][:3])
        found['violations'].append(f'{view}: {violation["id"]}: {violation["help"]}: {nodes}')
    found['console'] += [entry['message'] for entry in driver.get_log('browser')]


def text(selector):
    return driver.find_element(By.CSS_SELECTOR, selector).text


def focused():
    return driver.switch_to.active_element


def tab_to(selector):
    """Presses the tabulator until an element has the focus."""
    wanted = driver.find_element(By.CSS_SELECTOR, selector)
    for _ in range(200):
        if focused() == wanted:
            return wanted
        focused().send_keys(Keys.TAB)
    sys.exit(f'page.py: the tabulator never reaches {selector}')


def texts(selector):
    """What elements say, read in one go: the page makes its rows anew."""
    return driver.execute_script(
        'return [...document.querySelectorAll(arguments[0])].map(element => element.innerText)', selector)


def names():
    return texts('#machine-table tbody th')


def settle():
    """The page answers typing a moment later."""
    time.sleep(0.5)


def use_keyboard():
    open_page(1280, 900, 'light')
    seen = found['keyboard']
    seen['all'] = text('#count')
    head = '#machine-table thead th:first-child'
    tab_to(head + ' button').send_keys(Keys.ENTER)
    seen['ascending'] = [driver.find_element(By.CSS_SELECTOR, head).get_attribute('aria-sort'), names()[:3], text('#count')]
    focused().send_keys(Keys.SPACE)
    seen['descending'] = [driver.find_element(By.CSS_SELECTOR, head).get_attribute('aria-sort'), names()[:3], text('#count')]
    driver.get(page)
    tab_to('#search').send_keys('pc-1')
    settle()
    rows = texts('#machine-table tbody tr')
    seen['search'] = [text('#count'), len(rows), all('pc-1' in row.lower() for row in rows)]
    tab_to('#state-filter').send_keys('Locked')
    settle()
    seen['filter'] = [text('#count'), set(texts('td.outcome')) == {'Locked'}]
    driver.get(page)
    before = text('#page')
    button = driver.find_element(By.ID, 'next')
    if button.is_enabled():
        tab_to('#next').send_keys(Keys.ENTER)
    seen['pages'] = [before, text('#page')]


def read_without_script():
    driver.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': True})
    driver.get(page)
    found['withoutScript'] = [text('h1'), len(driver.find_elements(By.CSS_SELECTOR, '#machine-table tbody tr'))]
    driver.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': False})


try:
    for view in [('light', 1280, 900, 'light'), ('dark', 1280, 900, 'dark'), ('phone', 390, 844, 'light'),
                 ('phone-dark', 390, 844, 'dark')]:
        look(*view)
    use_keyboard()
    found['started'] = driver.execute_script('return [typeof window.started, document.title, location.href]')
    read_without_script()
    driver.get(page)
    pdf = base64.b64decode(driver.execute_cdp_cmd('Page.printToPDF', {'preferCSSPageSize': True})['data'])
    (folder / f'{name}-print.pdf').write_bytes(pdf)
finally:
    driver.quit()
print(json.dumps(found))
