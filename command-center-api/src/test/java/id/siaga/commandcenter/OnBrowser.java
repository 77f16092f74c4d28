package id.siaga.commandcenter;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** Debian's Chromium, with a profile of its own, looking at one running system. */
final class OnBrowser implements AutoCloseable {
    private static final Path BINARY = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final String AXE = text("/axe.min.js");

    private final ChromeDriver driver;
    private final String origin;

    OnBrowser(int port) {
        for (Path needed : List.of(BINARY, DRIVER)) {
            assumeTrue(Files.isExecutable(needed), () -> "browser tests skipped: " + needed + " is missing "
                    + "(Debian packages chromium, chromium-driver)");
        }
        origin = "http://127.0.0.1:" + port;
        ChromeOptions options = new ChromeOptions().setBinary(BINARY.toFile()).addArguments("--headless=new",
                "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run",
                "--lang=id", "--hide-scrollbars");
        driver = new ChromeDriver(
                new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).usingAnyFreePort()
                        .withEnvironment(Map.of("LANGUAGE", "id", "LANG", "id_ID.UTF-8")).build(),
                options);
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
        size(1366, 768);
    }

    /** Looks at the system as whoever holds this session. */
    OnBrowser as(String token) {
        open("/login");
        driver.manage().deleteAllCookies();
        driver.manage().addCookie(new Cookie("siaga_session", token));
        return this;
    }

    OnBrowser size(int width, int height) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
        return this;
    }

    /** {@code scheme} is light or dark. */
    OnBrowser colours(String scheme) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        return this;
    }

    OnBrowser open(String path) {
        driver.get(origin + path);
        return this;
    }

    WebElement one(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** Waits until a text stands in the first element of this selector. */
    void until(String css, String text) {
        Eventually.until(css + " says " + text, () -> textOf(css).contains(text));
    }

    /** Waits until a map that the page has says where things are, and its list of units is there. */
    void untilDrawn() {
        if (!all("#map").isEmpty()) {
            Eventually.until("the map has names", () -> !all(".leaflet-tooltip.name").isEmpty());
        }
        if (!all("#positions").isEmpty()) {
            Eventually.until("units are listed", () -> !all("#positions li").isEmpty());
        }
    }

    /** In one step, since the page may be changing meanwhile. */
    String textOf(String css) {
        return String.valueOf(script("return document.querySelector(arguments[0])?.textContent ?? ''", css));
    }

    Object script(String source, Object... arguments) {
        return driver.executeScript(source, arguments);
    }

    /** Keys for whatever has the focus. */
    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Clicks the first button or link with this text, of the open dialog if there is one. */
    void click(String text) {
        Eventually.until("clicked " + text, () -> isClicked(text));
    }

    /** Not when it was exchanged for a newer one meanwhile. */
    private boolean isClicked(String text) {
        String where = all("dialog[open]").isEmpty() ? "//" : "//dialog[@open]//";
        try {
            return driver
                    .findElements(By.xpath(where + "*[self::button or self::a or self::summary][contains(., '" + text
                            + "')]"))
                    .stream().filter(WebElement::isDisplayed).findFirst().map(OnBrowser::clicked).orElse(false);
        } catch (StaleElementReferenceException exchanged) {
            return false;
        }
    }

    private static boolean clicked(WebElement button) {
        button.click();
        return true;
    }

    void type(String css, String text) {
        one(css).sendKeys(text);
    }

    /** From now on the browser says that it is there, as exactly as GPS would. */
    OnBrowser at(double latitude, double longitude) {
        driver.executeCdpCommand("Browser.grantPermissions",
                Map.of("origin", origin, "permissions", List.of("geolocation")));
        driver.executeCdpCommand("Emulation.setGeolocationOverride",
                Map.of("latitude", latitude, "longitude", longitude, "accuracy", 8));
        return this;
    }

    /** Goes on by Tab until the element with this text has the focus; by no other means. */
    void tabTo(String text) {
        for (int i = 0; i < 80; i++) {
            WebElement focused = driver.switchTo().activeElement();
            if (!focused.getTagName().equals("body") && focused.getText().contains(text)) {
                return;
            }
            press(Keys.TAB);
        }
        throw new AssertionError("not reached by Tab: " + text);
    }

    String path() {
        return driver.getCurrentUrl().substring(origin.length());
    }

    /** What axe-core finds against WCAG 2.2 A and AA: rule and place, one a line. */
    String violations() {
        driver.executeScript(AXE);
        return String.valueOf(driver.executeAsyncScript(
                """
                const done = arguments[0];
                axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
                    .then(found => done(found.violations.map(each => each.id + ': '
                        + each.nodes.map(node => node.target.join(' ') + ' ' + node.failureSummary).join(' | '))
                        .join('\\n')), failed => done('axe failed: ' + failed));"""));
    }

    /** Whether anything sticks out sideways. */
    boolean scrollsSideways() {
        return (Boolean) script("return document.documentElement.scrollWidth > document.documentElement.clientWidth");
    }

    byte[] png() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    /** What the browser refused or could not run, from its console. */
    Stream<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream().map(String::valueOf);
    }

    private static String text(String resource) {
        try (InputStream text = Objects.requireNonNull(OnBrowser.class.getResourceAsStream(resource), resource)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
