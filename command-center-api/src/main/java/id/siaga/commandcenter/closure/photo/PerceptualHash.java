package id.siaga.commandcenter.closure.photo;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * 64 bits that stay nearly the same while a picture is scaled, compressed, brightened or trimmed: the signs of its
 * lowest frequencies around their median, after Zauner, Implementation and Benchmarking of Perceptual Image Hash
 * Functions (2010). Alike is what differs in few bits; unrelated pictures differ in 32 on average.
 */
public final class PerceptualHash {
    private static final int SIDE = 32;
    private static final int KEPT = 8;
    private static final double[][] COSINES = cosines();

    private PerceptualHash() {
    }

    public static long of(BufferedImage image) {
        return bits(frequencies(greys(image)));
    }

    /** Of the picture as a mirror shows it: every second column of frequencies changes its sign. */
    public static long ofMirrored(BufferedImage image) {
        double[] frequencies = frequencies(greys(image));
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] *= column(i) % 2 == 0 ? 1 : -1;
        }
        return bits(frequencies);
    }

    public static int distance(long one, long other) {
        return Long.bitCount(one ^ other);
    }

    private static double[][] greys(BufferedImage image) {
        BufferedImage small = Drawn.sized(image, SIDE, SIDE);
        double[][] greys = new double[SIDE][SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int rgb = small.getRGB(x, y);
                greys[y][x] = 0.299 * (rgb >> 16 & 0xff) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
            }
        }
        return greys;
    }

    /** Rows and columns 1 to 8 of the cosine transform; row and column 0 say how bright it is, not what it shows. */
    private static double[] frequencies(double[][] greys) {
        double[] frequencies = new double[KEPT * KEPT];
        for (int i = 0; i < frequencies.length; i++) {
            double[] down = COSINES[row(i)];
            double[] across = COSINES[column(i)];
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    frequencies[i] += greys[y][x] * down[y] * across[x];
                }
            }
        }
        return frequencies;
    }

    private static int row(int i) {
        return i / KEPT + 1;
    }

    private static int column(int i) {
        return i % KEPT + 1;
    }

    private static long bits(double[] frequencies) {
        double[] sorted = frequencies.clone();
        Arrays.sort(sorted);
        double median = (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
        long bits = 0;
        for (double frequency : frequencies) {
            bits = bits << 1 | (frequency > median ? 1 : 0);
        }
        return bits;
    }

    private static double[][] cosines() {
        double[][] cosines = new double[KEPT + 1][SIDE];
        for (int frequency = 0; frequency <= KEPT; frequency++) {
            for (int at = 0; at < SIDE; at++) {
                cosines[frequency][at] = Math.cos(Math.PI * frequency * (2 * at + 1) / (2 * SIDE));
            }
        }
        return cosines;
    }
}
